package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The share of samples that are predicted right, by what fits the shapes: a single prediction is
 * compared with one half, several with the class.
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
    return Hits.areClasses(target, prediction) || prediction.shape().get(-1) != 1
        ? Hits.sameClass(tf, Hits.classes(tf, target, prediction), prediction)
        : Hits.sameSide(tf, target, prediction, BinaryAccuracy.HALF);
  }
}
