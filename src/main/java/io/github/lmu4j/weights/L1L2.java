package io.github.lmu4j.weights;

import io.github.lmu4j.ops.Constants;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The sum of absolute values and of squares: {@code l1 * sum |w| + l2 * sum w^2}.
 *
 * @param l1 factor of the absolute values, not negative
 * @param l2 factor of the squares, not negative
 */
public record L1L2(double l1, double l2) implements Regularizer {

  /** Checks the factors. */
  public L1L2 {
    requireFactor("l1", l1);
    requireFactor("l2", l2);
  }

  static void requireFactor(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be finite and not negative (got %s)".formatted(name, value));
    }
  }

  @Override
  public <T extends TFloating> Operand<T> loss(Ops tf, Operand<T> weight) {
    Operand<T> flat = tf.reshape(weight, tf.constant(new int[] {-1}));
    Operand<T> absolute = term(tf, l1, tf.math.abs(flat));
    Operand<T> squares = term(tf, l2, tf.math.square(flat));
    return l2 == 0 ? absolute : l1 == 0 ? squares : tf.math.add(absolute, squares);
  }

  private static <T extends TFloating> Operand<T> term(Ops tf, double factor, Operand<T> values) {
    return tf.math.mul(Constants.of(tf, values.type(), factor), tf.sum(values, tf.constant(0)));
  }
}
