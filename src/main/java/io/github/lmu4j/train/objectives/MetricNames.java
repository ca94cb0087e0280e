package io.github.lmu4j.train.objectives;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Metrics by Keras name. */
final class MetricNames {

  private static final Map<String, Function<String, Metric>> BY_NAME = byName();

  private MetricNames() {}

  private static Map<String, Function<String, Metric>> byName() {
    Map<String, Function<String, Metric>> byName = new TreeMap<>();
    LossNames.all().forEach((key, loss) -> byName.put(key, name -> new LossMetric(name, loss)));
    byName.put("log_cosh_error", name -> new LossMetric(name, StandardLoss.LOG_COSH));
    byName.put("accuracy", Accuracy::new);
    byName.put("acc", Accuracy::new);
    byName.put("categorical_accuracy", CategoricalAccuracy::new);
    byName.put("sparse_categorical_accuracy", CategoricalAccuracy::new);
    byName.put("binary_accuracy", name -> new BinaryAccuracy(name, BinaryAccuracy.HALF));
    byName.put(
        "top_k_categorical_accuracy",
        name -> new TopKCategoricalAccuracy(name, TopKCategoricalAccuracy.K));
    byName.put(
        "sparse_top_k_categorical_accuracy",
        name -> new TopKCategoricalAccuracy(name, TopKCategoricalAccuracy.K));
    byName.put("cosine_similarity", CosineSimilarity::new);
    byName.put("root_mean_squared_error", RootMeanSquaredError::new);
    byName.put("precision", name -> new Precision(name, BinaryAccuracy.HALF));
    byName.put("recall", name -> new Recall(name, BinaryAccuracy.HALF));
    return byName;
  }

  static Metric find(String name) {
    Function<String, Metric> found = BY_NAME.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "metric must be one of %s (got %s)".formatted(BY_NAME.keySet(), name));
    }
    return found.apply(name);
  }
}
