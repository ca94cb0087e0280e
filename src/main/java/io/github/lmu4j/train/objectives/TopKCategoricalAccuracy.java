package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The share of samples whose class is among the k largest predictions. Targets are class numbers or
 * distributions.
 *
 * @param name name in histories
 * @param k how many predictions count, at least 1
 */
public record TopKCategoricalAccuracy(String name, int k) implements MeanMetric {

  /** Keras' default. */
  static final int K = 5;

  /** Checks k. */
  public TopKCategoricalAccuracy {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1 (got %d)".formatted(k));
    }
  }

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    Operand<TInt32> classes = Hits.classes(tf, target, prediction);
    Operand<TInt32> flat = tf.reshape(classes, tf.array(-1));
    // The kernel knows float32 alone.
    Operand<TFloat32> rows =
        tf.reshape(
            tf.dtypes.cast(prediction, TFloat32.class),
            tf.constant(new long[] {-1, prediction.shape().get(-1)}));
    Operand<T> hits = tf.dtypes.cast(tf.nn.inTopK(rows, flat, tf.constant(k)), prediction.type());
    return tf.reshape(hits, tf.shape(classes));
  }
}
