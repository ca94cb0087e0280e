package io.github.lmu4j.train;

import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.train.objectives.Reduction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
   * The loss as model files of Keras name it: by its name, or as an object where that is not all.
   */
  Object kerasLoss() {
    Map<String, Object> arguments = new LinkedHashMap<>(loss.kerasArguments());
    if (reduction != Reduction.SUM_OVER_BATCH_SIZE) {
      arguments.put("reduction", reduction.name().toLowerCase(Locale.ROOT));
    }
    if (arguments.isEmpty()) {
      return loss.kerasName();
    }
    StringBuilder className = new StringBuilder();
    for (String word : loss.kerasName().split("_", -1)) {
      className.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    arguments.put("name", loss.kerasName());
    return Map.of("class_name", className.toString(), "config", arguments);
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
