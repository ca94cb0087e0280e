package io.github.lmu4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.testing.TrainingFixture;
import io.github.lmu4j.train.objectives.Accuracy;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.LossMetric;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** Three epochs over 7 samples in batches of 3, against Keras 3: weights and history. */
class FitParityTest {

  private static final Model MODEL =
      Model.sequential(Shape.of(4)).add(Dense.of(5, Activation.TANH)).add(Dense.of(3)).build();
  private static final Loss LOSS = new SparseCategoricalCrossentropy(true);
  private static final FitOptions OPTIONS =
      FitOptions.epochs(3).withBatchSize(3).withShuffle(false);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void plain(DType type) {
    TrainingFixture fixture = TrainingFixture.read("fit", type);
    check(fixture, "plain", samples(fixture), OPTIONS);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void classWeights(DType type) {
    TrainingFixture fixture = TrainingFixture.read("fit", type);
    FitOptions options = OPTIONS.withClassWeights(Map.of(0, 0.5, 1, 2.0, 2, 1.5));
    check(fixture, "class-weight", samples(fixture), options);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void sampleWeights(DType type) {
    TrainingFixture fixture = TrainingFixture.read("fit", type);
    Dataset weighted = samples(fixture).withSampleWeights(fixture.get("sample_weight"));
    check(fixture, "sample-weight", weighted, OPTIONS);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void validation(DType type) {
    TrainingFixture fixture = TrainingFixture.read("fit", type);
    Dataset heldOut = Dataset.of(fixture.get("validation_x"), fixture.get("validation_y"));
    check(fixture, "validation", samples(fixture), OPTIONS.withValidation(heldOut));
  }

  private static ArrayDataset samples(TrainingFixture fixture) {
    return Dataset.of(fixture.get("x"), fixture.get("y"));
  }

  private static void check(
      TrainingFixture fixture, String name, Dataset samples, FitOptions options) {
    // Keras rounds the momentum to float32.
    double bound = fixture.type() == DType.FLOAT64 ? 1e-7 : 1e-5;
    Map<String, Array> initial = new LinkedHashMap<>();
    List<String> paths = List.of("dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias");
    for (int i = 0; i < paths.size(); i++) {
      initial.put(paths.get(i), fixture.get("initial/" + i));
    }
    try (Trainer trainer =
        Trainer.builder(MODEL)
            .type(fixture.type())
            .weights(new Weights(initial))
            .optimizer(OptimizerConfig.sgd(0.1).withMomentum(0.9))
            .objectives(
                Objective.of(LOSS, new Accuracy()).withWeightedMetrics(new LossMetric("nll", LOSS)))
            .build()) {
      History history = trainer.fit(samples, options);
      for (int i = 0; i < paths.size(); i++) {
        String entry = name + "/weights/" + i;
        TrainingFixture.assertClose(
            trainer.weights().get(paths.get(i)), fixture.get(entry), entry, bound);
      }
      history
          .values()
          .forEach(
              (key, column) ->
                  TrainingFixture.assertClose(
                      Array.of(
                          Shape.of(3), column.stream().mapToDouble(Double::doubleValue).toArray()),
                      fixture.get(name + "/history/" + key),
                      key,
                      bound));
      long columns =
          fixture.data().keySet().stream()
              .filter(key -> key.startsWith(name + "/history/"))
              .count();
      assertThat(history.values()).hasSize((int) columns);
    }
  }
}
