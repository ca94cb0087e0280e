package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The mean of a loss over all samples.
 *
 * @param name name in histories
 * @param loss the loss
 */
public record LossMetric(String name, Loss loss) implements MeanMetric {
  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    return loss.values(tf, target, prediction);
  }
}
