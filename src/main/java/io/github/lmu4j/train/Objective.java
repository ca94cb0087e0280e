package io.github.lmu4j.train;

import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.train.objectives.Reduction;
import java.util.List;

/**
 * What one output of a model is trained for.
 *
 * @param loss what is made small
 * @param reduction how the losses of all samples make one number
 * @param weight factor of this output's loss in the whole
 * @param metrics what is reported, every sample counting the same
 * @param weightedMetrics what is reported with sample weights
 */
public record Objective(
    Loss loss,
    Reduction reduction,
    double weight,
    List<Metric> metrics,
    List<Metric> weightedMetrics) {

  /** Takes copies of the lists. */
  public Objective {
    metrics = List.copyOf(metrics);
    weightedMetrics = List.copyOf(weightedMetrics);
  }

  /**
   * An objective with Keras' defaults otherwise.
   *
   * @param loss what is made small
   * @param metrics what is reported
   * @return the objective
   */
  public static Objective of(Loss loss, Metric... metrics) {
    return new Objective(loss, Reduction.SUM_OVER_BATCH_SIZE, 1, List.of(metrics), List.of());
  }

  /**
   * Sets how the losses of all samples make one number.
   *
   * @param value the reduction
   * @return a new objective
   */
  public Objective withReduction(Reduction value) {
    return new Objective(loss, value, weight, metrics, weightedMetrics);
  }

  /**
   * Sets the factor of this output's loss.
   *
   * @param value the factor
   * @return a new objective
   */
  public Objective withWeight(double value) {
    return new Objective(loss, reduction, value, metrics, weightedMetrics);
  }

  /**
   * Sets what is reported with sample weights.
   *
   * @param values the metrics
   * @return a new objective
   */
  public Objective withWeightedMetrics(Metric... values) {
    return new Objective(loss, reduction, weight, metrics, List.of(values));
  }
}
