package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The share of samples that are predicted right, by whatever fits the shapes: class numbers against
 * the largest prediction; the largest of a distribution against the largest prediction; numbers
 * against a single prediction, cut at one half.
 *
 * @param name name in histories
 */
public record Accuracy(String name) implements MeanMetric {

  /** Named {@code accuracy}. */
  public Accuracy() {
    this("accuracy");
  }

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    Shape shape = prediction.shape();
    if (target.shape().numDimensions() < shape.numDimensions()) {
      Operand<TInt32> classes = tf.dtypes.cast(target, TInt32.class);
      return Hits.sameClass(tf, classes, Hits.largest(tf, prediction), prediction.type());
    }
    if (shape.get(-1) == 1) {
      return Hits.sameSide(tf, target, prediction, 0.5);
    }
    return Hits.sameClass(
        tf, Hits.largest(tf, target), Hits.largest(tf, prediction), prediction.type());
  }
}
