package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The share of samples whose largest prediction is that of their class. Targets are class numbers
 * or distributions.
 *
 * @param name name in histories
 */
public record CategoricalAccuracy(String name) implements MeanMetric {

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    return Hits.sameClass(tf, Hits.classes(tf, target, prediction), prediction);
  }
}
