package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The cosine of the angle between target and prediction, along the last axis. As a loss, it is
 * {@link StandardLoss#COSINE_SIMILARITY}, of the other sign.
 *
 * @param name name in histories
 */
public record CosineSimilarity(String name) implements MeanMetric {

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    return of(tf, tf.dtypes.cast(target, prediction.type()), prediction);
  }

  static <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
    return tf.sum(tf.math.mul(normalize(tf, target), normalize(tf, prediction)), tf.constant(-1));
  }

  /** Divides by the norm, which counts as at least 1e-7. */
  private static <T extends TFloating> Operand<T> normalize(Ops tf, Operand<T> x) {
    Operand<T> squares = tf.sum(tf.math.square(x), tf.constant(-1), Sum.keepDims(true));
    Operand<T> largest = tf.constantOfSameType(x, 1 / Loss.EPSILON);
    return tf.math.mul(x, tf.math.minimum(tf.math.rsqrt(squares), largest));
  }
}
