package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Targets that are mixed with a uniform distribution. */
final class LabelSmoothing {

  private LabelSmoothing() {}

  static void requireShare(double smoothing) {
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing must lie in [0, 1] (got %s)".formatted(smoothing));
    }
  }

  /** {@code target (1 - smoothing) + smoothing / outcomes}. */
  static <T extends TFloating> Operand<T> apply(
      Ops tf, Operand<T> target, double smoothing, long outcomes) {
    if (smoothing == 0) {
      return target;
    }
    return tf.math.add(
        tf.math.mul(target, tf.constantOfSameType(target, 1 - smoothing)),
        tf.constantOfSameType(target, smoothing / (double) outcomes));
  }
}
