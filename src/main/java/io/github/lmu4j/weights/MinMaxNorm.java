package io.github.lmu4j.weights;

import io.github.lmu4j.ops.Constants;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.family.TFloating;

/**
 * Every vector's length {@code n} in an interval: it becomes {@code rate * clip(n, minValue,
 * maxValue) + (1 - rate) * n}.
 *
 * @param minValue least length, not negative
 * @param maxValue greatest length, not below the least
 * @param rate how far one application goes, from 0 to 1
 * @param axes axes of the weight that make a vector; 0 for the inputs of each unit of a Dense
 */
public record MinMaxNorm(double minValue, double maxValue, double rate, List<Integer> axes)
    implements Constraint {

  /** Keras adds this to the length it divides by. */
  private static final double EPSILON = 1e-7;

  /** Checks the interval and the rate, and takes a copy of the list. */
  public MinMaxNorm {
    if (!(minValue >= 0 && minValue <= maxValue)) {
      throw new IllegalArgumentException(
          "lengths must be at least 0 and the least not above the greatest (got %s to %s)"
              .formatted(minValue, maxValue));
    }
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate must be from 0 to 1 (got %s)".formatted(rate));
    }
    axes = List.copyOf(axes);
  }

  @Override
  public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
    Class<T> type = weight.type();
    int[] along = axes.stream().mapToInt(Integer::intValue).toArray();
    Operand<T> norms =
        tf.math.sqrt(tf.sum(tf.math.square(weight), tf.constant(along), Sum.keepDims(true)));
    Operand<T> clipped =
        tf.clipByValue(norms, Constants.of(tf, type, minValue), Constants.of(tf, type, maxValue));
    Operand<T> desired =
        tf.math.add(
            tf.math.mul(Constants.of(tf, type, rate), clipped),
            tf.math.mul(Constants.of(tf, type, 1 - rate), norms));
    return tf.math.mul(
        weight, tf.math.div(desired, tf.math.add(norms, Constants.of(tf, type, EPSILON))));
  }
}
