package io.github.lmu4j.ops;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** Random masks that set a part of a value to zero and scale up the rest. */
public final class DropoutMask {

  private DropoutMask() {}

  /**
   * Draws a mask: 0 with probability {@code rate}, else {@code 1 / (1 - rate)}, so that the mean
   * stays.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param pass a pass in training mode
   * @param shape shape of the mask
   * @param rate probability of 0, in [0, 1)
   * @param seed the caller's seed
   * @param type dtype
   * @return the mask
   */
  public static <T extends TFloating> Operand<T> draw(
      Ops tf, Pass pass, Operand<TInt64> shape, double rate, long seed, Class<T> type) {
    Operand<T> uniform = pass.uniform(tf, shape, seed, type);
    Operand<T> kept =
        tf.dtypes.cast(tf.math.greaterEqual(uniform, tf.constantOfSameType(uniform, rate)), type);
    return tf.math.mul(kept, tf.constantOfSameType(uniform, 1 / (1 - rate)));
  }

  /**
   * Checks a rate.
   *
   * @param name the argument's name, for the message
   * @param rate the rate
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public static void requireRate(String name, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "%s must be at least 0 and less than 1 (got %s)".formatted(name, rate));
    }
  }
}
