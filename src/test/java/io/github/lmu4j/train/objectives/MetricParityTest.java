package io.github.lmu4j.train.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Sandbox;
import io.github.lmu4j.testing.TrainingFixture;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** Results after one and after two batches, plain and weighted, against Keras 3. */
class MetricParityTest {

  private static final TrainingFixture FIXTURE = TrainingFixture.read("metrics", DType.FLOAT32);

  private record Case(Metric metric, String target, String prediction) {
    Case(String name, String target, String prediction) {
      this(Metric.named(name), target, prediction);
    }
  }

  private static final Map<String, Case> CASES =
      Map.ofEntries(
          Map.entry(
              "sparse-categorical-accuracy",
              new Case("sparse_categorical_accuracy", "classes", "logits")),
          Map.entry("categorical-accuracy", new Case("categorical_accuracy", "one_hot", "logits")),
          Map.entry("binary-accuracy", new Case("binary_accuracy", "binary", "units")),
          Map.entry(
              "binary-accuracy-threshold",
              new Case(new BinaryAccuracy("cut", 0.3), "binary", "units")),
          Map.entry("top-k", new Case(new TopKCategoricalAccuracy("top", 2), "one_hot", "logits")),
          Map.entry(
              "sparse-top-k", new Case(new TopKCategoricalAccuracy("top", 2), "classes", "logits")),
          Map.entry("mse", new Case("mse", "real", "logits")),
          Map.entry("rmse", new Case("root_mean_squared_error", "real", "logits")),
          Map.entry("mae", new Case("mae", "real", "logits")),
          Map.entry("mape", new Case("mape", "positive", "positive_guess")),
          Map.entry("msle", new Case("msle", "positive", "positive_guess")),
          Map.entry("cosine", new Case("cosine_similarity", "real", "logits")),
          Map.entry("log-cosh", new Case("log_cosh_error", "real", "logits")),
          Map.entry("poisson", new Case("poisson", "positive", "positive_guess")),
          Map.entry("kl-divergence", new Case("kl_divergence", "distribution", "probabilities")),
          Map.entry("hinge", new Case("hinge", "signs", "logits")),
          Map.entry("binary-crossentropy", new Case("binary_crossentropy", "binary", "units")),
          Map.entry(
              "categorical-crossentropy",
              new Case(
                  new LossMetric("cce", new CategoricalCrossentropy(true, 0)),
                  "one_hot",
                  "logits")),
          Map.entry(
              "sparse-categorical-crossentropy",
              new Case("sparse_categorical_crossentropy", "classes", "probabilities")),
          Map.entry("precision", new Case("precision", "binary", "units")),
          Map.entry("recall", new Case("recall", "binary", "units")));

  private static Set<String> names() {
    return new TreeSet<>(CASES.keySet());
  }

  @Test
  void everyFixtureHasItsCase() {
    Set<String> fixtures =
        FIXTURE.data().keySet().stream()
            .filter(name -> !name.contains("/"))
            .map(name -> name.replace("-weighted", ""))
            .collect(Collectors.toSet());
    // Keras' class Accuracy asks whether numbers are equal; by its name one never gets it.
    fixtures.remove("accuracy");
    assertThat(names()).isEqualTo(fixtures);
  }

  @ParameterizedTest
  @MethodSource("names")
  void resultsAreThoseOfKeras(String name) {
    Case tested = Objects.requireNonNull(CASES.get(name));
    for (boolean weighted : new boolean[] {false, true}) {
      String entry = name + (weighted ? "-weighted" : "");
      double[] totals = new double[2];
      for (int batch = 0; batch < 2; batch++) {
        double[] sums = sums(tested, "batch" + batch + "/", weighted);
        for (int i = 0; i < sums.length; i++) {
          totals[i] += sums[i];
        }
        double expected = FIXTURE.get(entry).doubleAt(batch);
        assertThat(tested.metric.result(totals))
            .as("%s after batch %d", entry, batch)
            .isCloseTo(expected, within(1e-5 * Math.abs(expected)));
      }
    }
  }

  private static double[] sums(Case tested, String batch, boolean weighted) {
    try (Sandbox sandbox = new Sandbox()) {
      Ops tf = sandbox.tf();
      Array target = FIXTURE.get(batch + tested.target);
      Operand<? extends TNumber> truth =
          target.type() == DType.INT32
              ? constant(tf, target, TInt32.class)
              : constant(tf, target, TFloat32.class);
      List<Operand<TFloat32>> sums =
          tested.metric.sums(
              tf,
              truth,
              constant(tf, FIXTURE.get(batch + tested.prediction), TFloat32.class),
              weighted
                  ? Optional.of(constant(tf, FIXTURE.get(batch + "sample_weight"), TFloat32.class))
                  : Optional.empty());
      return sandbox.value(tf.stack(sums)).toDoubles();
    }
  }

  private static <T extends TType> Operand<T> constant(Ops tf, Array array, Class<T> type) {
    try (Tensor tensor = array.toTensor()) {
      return tf.constantOf(type.cast(tensor));
    }
  }

  @Test
  void accuracyIsChosenByShape() {
    try (Sandbox sandbox = new Sandbox()) {
      Ops tf = sandbox.tf();
      Operand<TFloat32> logits = tf.constant(new float[][] {{1, 2}, {3, 0}, {0, 5}});
      Operand<TFloat32> oneHot = tf.constant(new float[][] {{0, 1}, {0, 1}, {0, 1}});
      Operand<TFloat32> chances = tf.constant(new float[][] {{0.6f}, {0.4f}, {0.7f}});
      Operand<TFloat32> truths = tf.constant(new float[][] {{1}, {0}, {0}});
      Accuracy accuracy = new Accuracy();
      assertThat(sandbox.value(accuracy.values(tf, tf.array(1, 1, 1), logits)).toFloats())
          .containsExactly(1, 0, 1);
      assertThat(sandbox.value(accuracy.values(tf, oneHot, logits)).toFloats())
          .containsExactly(1, 0, 1);
      assertThat(sandbox.value(accuracy.values(tf, truths, chances)).toFloats())
          .containsExactly(1, 1, 0);
    }
  }
}
