package io.github.lmu4j.train.objectives;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * A number that tells how good predictions are.
 *
 * <p>The graph computes sums over a batch; the sums of all batches are added up in Java, in double
 * precision, and give the result. So a metric is exact whatever the size of the last batch.
 */
public interface Metric {

  /**
   * The name in histories.
   *
   * @return such as {@code accuracy}
   */
  String name();

  /**
   * Computes sums over a batch.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param target class numbers (int32) without the prediction's last axis, or the prediction's
   *     shape and dtype, as the loss of the same output asks for
   * @param prediction shape (batch, ..., n)
   * @param weights what each sample counts, of a shape that broadcasts to (batch, ...)
   * @return scalars, always as many
   */
  <T extends TFloating> List<Operand<T>> sums(
      Ops tf,
      Operand<? extends TNumber> target,
      Operand<T> prediction,
      Optional<Operand<T>> weights);

  /**
   * Computes the metric from its sums.
   *
   * @param sums sums over all batches, as many as {@link #sums} gives
   * @return the value; by default the first sum divided by the second, or 0 where that is 0
   */
  default double result(double[] sums) {
    return sums[1] == 0 ? 0 : sums[0] / sums[1];
  }

  /**
   * The metric that Keras makes from a name alone.
   *
   * @param name such as {@code accuracy}
   * @return the metric, which keeps the name
   * @throws IllegalArgumentException if there is none of that name
   */
  static Metric named(String name) {
    return MetricNames.find(name);
  }
}
