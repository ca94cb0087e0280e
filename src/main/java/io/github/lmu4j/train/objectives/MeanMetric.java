package io.github.lmu4j.train.objectives;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** A metric that is the weighted mean of one value a sample. */
public interface MeanMetric extends Metric {

  /**
   * Computes the values.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param target as the loss of the same output asks for
   * @param prediction shape (batch, ..., n)
   * @return one value a sample
   */
  <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction);

  @Override
  default <T extends TFloating> List<Operand<T>> sums(
      Ops tf,
      Operand<? extends TNumber> target,
      Operand<T> prediction,
      Optional<Operand<T>> weights) {
    Operand<T> values = values(tf, target, prediction);
    if (weights.isEmpty()) {
      return List.of(Reduction.sum(tf, values), tf.dtypes.cast(tf.size(values), prediction.type()));
    }
    Operand<T> each = tf.math.add(weights.get(), tf.zerosLike(values));
    return List.of(Reduction.sum(tf, tf.math.mul(values, each)), Reduction.sum(tf, each));
  }
}
