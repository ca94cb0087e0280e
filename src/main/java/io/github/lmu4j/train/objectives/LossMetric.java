package io.github.lmu4j.train.objectives;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The mean of a loss over all samples that count.
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

  @Override
  public <T extends TFloating> List<Operand<T>> sums(
      Ops tf,
      Operand<? extends TNumber> target,
      Operand<T> prediction,
      Optional<Operand<T>> weights) {
    Optional<Operand<T>> counted =
        loss.counted(tf, target).map(c -> (Operand<T>) tf.dtypes.cast(c, prediction.type()));
    Optional<Operand<T>> both =
        weights.isPresent() && counted.isPresent()
            ? Optional.of(tf.math.mul(weights.get(), counted.get()))
            : weights.or(() -> counted);
    return MeanMetric.super.sums(tf, target, prediction, both);
  }
}
