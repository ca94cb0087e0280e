package io.github.lmu4j.train.objectives;

import java.util.Map;
import java.util.TreeMap;

/** Metrics by Keras name. */
final class MetricNames {

  private MetricNames() {}

  static Metric find(String name) {
    Map<String, Metric> byName = new TreeMap<>();
    byName.put("accuracy", new Accuracy("accuracy"));
    byName.put("acc", new Accuracy("acc"));
    for (RegressionLoss loss : RegressionLoss.values()) {
      byName.put(loss.kerasName(), new LossMetric(loss.kerasName(), loss));
    }
    byName.put("mse", new LossMetric("mse", RegressionLoss.MEAN_SQUARED_ERROR));
    byName.put("mae", new LossMetric("mae", RegressionLoss.MEAN_ABSOLUTE_ERROR));
    Metric found = byName.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "metric must be one of %s (got %s)".formatted(byName.keySet(), name));
    }
    return found;
  }
}
