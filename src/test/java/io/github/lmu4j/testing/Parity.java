package io.github.lmu4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.KerasConfig;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.SavedOptimizer;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.testing.Differences.Kind;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Objective;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.StandardLoss;
import io.github.lmu4j.train.optimizers.KerasOptimizer;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keras' numbers of one fixture beside this library's, for a model and weights however they were
 * read. What was measured once is not measured again: most forms of a fixture hold the very same
 * model and weights.
 */
public final class Parity {

  private record Key(Model model, DType type, Map<String, Array> weights) {}

  private final Fixture fixture;
  private final KerasConfig config;
  private final List<String> keras;
  private final List<String> ours;
  private final Map<Key, Differences> measured = new HashMap<>();

  private Parity(Fixture fixture, KerasConfig config) {
    this.fixture = fixture;
    this.config = config;
    keras = List.copyOf(fixture.byPath("weights").paths());
    ours = config.weightOrder();
    assertThat(ours).as("weights for %s", keras).hasSameSizeAs(keras);
  }

  /**
   * Reads a fixture's configuration and numbers.
   *
   * @param folder the fixture
   * @return the fixture, of which nothing is measured yet
   * @throws IOException if one of the files cannot be read
   */
  public static Parity of(Path folder) throws IOException {
    return new Parity(Fixture.read(folder), KerasConfig.read(folder.resolve(Form.CONFIG.key())));
  }

  /** The fixture. */
  public Fixture fixture() {
    return fixture;
  }

  /** The model's configuration. */
  public KerasConfig config() {
    return config;
  }

  /** Keras' weights under this library's paths. */
  public Weights weights() {
    return renamed(fixture.byPath("weights"));
  }

  /** Keras' arrays, one a weight, under this library's paths. */
  private Weights renamed(Weights named) {
    Map<String, Array> renamed = new LinkedHashMap<>();
    List<Array> arrays = new ArrayList<>(named.arrays());
    for (int i = 0; i < arrays.size(); i++) {
      renamed.put(ours.get(i), arrays.get(i));
    }
    return new Weights(renamed);
  }

  /**
   * Compares outputs in both modes, the loss, its gradients by every trainable weight and input,
   * and weights and losses of five steps of SGD and of Adam.
   *
   * @param model the model
   * @param type the dtype that it computes in
   * @param weights its weights
   * @return all differences
   */
  public synchronized Differences measure(Model model, DType type, Weights weights) {
    return measured.computeIfAbsent(
        new Key(model, type, weights.values()),
        key -> {
          Differences differences = new Differences();
          OptimizerConfig momentum = OptimizerConfig.sgd(0.05).withMomentum(0.9);
          compareOutputs(model, type, weights, differences);
          train("sgd", OptimizerConfig.sgd(0.05), Weights.EMPTY, model, type, weights, differences);
          train(
              "adam", OptimizerConfig.adam(0.01), Weights.EMPTY, model, type, weights, differences);
          train("fit", momentum, Weights.EMPTY, model, type, weights, differences);
          return differences;
        });
  }

  /**
   * Goes on with the optimizer that a file holds, where Keras did, and compares what five steps
   * lead to.
   *
   * @param loaded the file
   * @return all differences
   */
  public Differences continueTraining(LoadedModel loaded) {
    SavedOptimizer saved = loaded.optimizer().orElseThrow();
    assertThat(saved.state().paths()).isNotEmpty();
    Differences differences = new Differences();
    train(
        "continued",
        KerasOptimizer.config(saved),
        saved.state(),
        loaded.model(),
        loaded.type(),
        loaded.weights(),
        differences);
    return differences;
  }

  private void compareOutputs(Model model, DType type, Weights weights, Differences differences) {
    MeasuredModel found =
        MeasuredModel.of(model, type, weights, fixture.list("x"), fixture.list("target"));
    differences.compare(Kind.OUTPUTS, "y", found.outputs(), fixture.list("y"));
    differences.compare(
        Kind.OUTPUTS, "training_y", found.trainingOutputs(), fixture.list("training_y"));
    differences.compare(Kind.OUTPUTS, "loss", found.loss(), fixture.optional("loss"));
    List<Array> second = fixture.list("x2");
    if (!second.isEmpty()) {
      List<List<Array>> batches = List.of(fixture.list("x"), second);
      List<List<Array>> turns = MeasuredModel.inTurn(model, type, weights, batches);
      differences.compare(Kind.OUTPUTS, "y1", turns.get(0), fixture.list("y"));
      differences.compare(Kind.OUTPUTS, "y2", turns.get(1), fixture.list("y2"));
    }
    List<Array> inputGradients = fixture.list("gradient_x");
    // Keras has no gradient by whole numbers.
    if (!inputGradients.isEmpty()) {
      differences.compare(Kind.GRADIENTS, "gradient_x", found.inputGradients(), inputGradients);
    }
    Weights expected = fixture.byPath("gradient");
    assertThat(found.gradients().paths()).hasSameSizeAs(expected.paths());
    for (int i = 0; i < keras.size(); i++) {
      if (expected.paths().contains(keras.get(i))) {
        String path = ours.get(i);
        differences.compare(
            Kind.GRADIENTS,
            "gradient/" + path,
            found.gradients().get(path),
            expected.get(keras.get(i)));
      }
    }
  }

  /** Five full batches: each is an epoch, whose reported loss is that before its step. */
  private void train(
      String key,
      OptimizerConfig optimizer,
      Weights state,
      Model model,
      DType type,
      Weights weights,
      Differences differences) {
    Array expectedLosses = fixture.data().get(key + "_losses");
    if (expectedLosses == null) {
      return;
    }
    try (Trainer trainer =
        Trainer.builder(model)
            .type(type)
            .weights(weights)
            .optimizer(optimizer)
            .optimizerState(state)
            .objectives(
                model.outputs().stream()
                    .map(output -> Objective.of(StandardLoss.MEAN_SQUARED_ERROR))
                    .toArray(Objective[]::new))
            .build()) {
      int batch = Math.toIntExact(fixture.list("x").get(0).shape().get(0));
      var history =
          trainer.fit(
              Dataset.of(fixture.list("x"), fixture.list("target")),
              FitOptions.epochs(expectedLosses.size()).withBatchSize(batch).withShuffle(false));
      double[] losses = history.get("loss").stream().mapToDouble(loss -> loss).toArray();
      differences.compare(
          Kind.TRAINING, key + "_losses", Array.of(expectedLosses.shape(), losses), expectedLosses);
      Weights trained = trainer.weights();
      renamed(fixture.byPath(key))
          .values()
          .forEach(
              (path, expected) ->
                  differences.compare(
                      Kind.TRAINING, key + "/" + path, trained.get(path), expected));
    }
  }
}
