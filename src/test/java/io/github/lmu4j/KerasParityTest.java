package io.github.lmu4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.io.KerasConfig;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.ModelFormatException;
import io.github.lmu4j.io.SavedOptimizer;
import io.github.lmu4j.testing.Compatibility;
import io.github.lmu4j.testing.Differences;
import io.github.lmu4j.testing.Differences.Kind;
import io.github.lmu4j.testing.Differences.WiderBound;
import io.github.lmu4j.testing.Fixture;
import io.github.lmu4j.testing.MeasuredModel;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Objective;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.StandardLoss;
import io.github.lmu4j.train.optimizers.KerasOptimizer;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every model that Python made gives Keras' numbers from its configuration and weights: outputs in
 * both modes, the loss, its gradients by every trainable weight and input, and weights and losses
 * of five steps of two optimizers.
 */
class KerasParityTest {

  /** What is still to come. A case that has one must fail to load: then it leaves this list. */
  private static final List<String> TO_COME = List.of("none");

  private static final String GELU =
      "TensorFlow 2.13 rounds the square root of 2 in gelu to float32";

  private static final Map<String, List<WiderBound>> WIDER =
      Map.of(
          "keras2/activations-float64",
          List.of(
              new WiderBound(Kind.OUTPUTS, 2e-8, GELU),
              new WiderBound(Kind.GRADIENTS, 5e-9, GELU)));

  private static final List<String> FORMS =
      List.of(
          "model.keras",
          "model.h5",
          "model.weights.h5",
          "legacy_weights.h5",
          "checkpoint/model",
          "saved_model");

  private static final Compatibility TABLE = new Compatibility();

  static Stream<Path> keras2() throws IOException {
    return Fixture.folders("keras2").stream();
  }

  static Stream<Path> keras3() throws IOException {
    return Fixture.folders("keras3").stream();
  }

  @AfterAll
  static void writeTable() throws IOException {
    TABLE.write(Path.of("target", "compatibility.md"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keras2")
  void keras2ModelGivesItsNumbers(Path folder) throws IOException {
    check(folder);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keras3")
  void keras3ModelGivesItsNumbers(Path folder) throws IOException {
    check(folder);
  }

  private static void check(Path folder) throws IOException {
    Path file = folder.resolve("config.json");
    if (missingLayer(file).isPresent()) {
      assertThatThrownBy(() -> KerasConfig.read(file))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("expected a layer among");
      return;
    }
    KerasConfig config = KerasConfig.read(file);
    requireRoundTrip(config, folder);
    Fixture fixture = Fixture.read(folder);
    assertThat(config.type()).isEqualTo(fixture.type());
    Parity parity = new Parity(config, fixture);
    List<String> forms = requireSameInEveryForm(config, parity.weights, folder);
    parity.run();
    if (!fixture.list("target").isEmpty()) {
      parity.train("sgd", OptimizerConfig.sgd(0.05), Weights.EMPTY);
      parity.train("adam", OptimizerConfig.adam(0.01), Weights.EMPTY);
      if (fixture.data().containsKey("continued_losses")) {
        continueTraining(parity, folder);
      }
    }
    List<WiderBound> wider = WIDER.getOrDefault(fixture.name(), List.of());
    TABLE.add(fixture.name(), String.join(", ", forms), parity.differences, wider);
    parity.differences.requireWithinBounds(fixture.type(), wider);
  }

  /** All files of a case hold the same model and the same weights, to the last bit. */
  private static List<String> requireSameInEveryForm(
      KerasConfig config, Weights weights, Path folder) throws IOException {
    List<String> read = new ArrayList<>();
    for (String form : FORMS) {
      Path file = folder.resolve(form);
      boolean checkpoint = form.equals("checkpoint/model");
      if (!Files.exists(checkpoint ? folder.resolve("checkpoint/model.index") : file)) {
        continue;
      }
      LoadedModel loaded =
          form.contains("weights") || checkpoint
              ? ModelFile.read(file, config)
              : ModelFile.read(file);
      assertThat(loaded.model()).as(form).hasToString(config.model().toString());
      assertThat(loaded.type()).as(form).isEqualTo(config.type());
      assertThat(loaded.weights().values())
          .as(form)
          .isEqualTo(weights.cast(config.type()).values());
      read.add(form);
    }
    return read;
  }

  /** Goes on with the optimizer that a file holds, where Keras did. */
  private static void continueTraining(Parity parity, Path folder) throws IOException {
    for (String form : List.of("model.keras", "model.h5")) {
      Path file = folder.resolve(form);
      if (Files.exists(file)) {
        SavedOptimizer saved = ModelFile.read(file).optimizer().orElseThrow();
        assertThat(saved.state().paths()).as(form).isNotEmpty();
        parity.train("continued", KerasOptimizer.config(saved), saved.state());
      }
    }
  }

  private static void requireRoundTrip(KerasConfig config, Path folder) throws IOException {
    String json;
    try {
      json = KerasConfig.write(config.model(), config.type());
    } catch (IllegalArgumentException e) {
      // What Keras 2 alone has cannot be written in the form of Keras 3.
      assertThat(e).hasMessageStartingWith("Keras 3 has no");
      assertThat(folder.getParent()).endsWithRaw(Path.of("keras2"));
      return;
    }
    assertThat(inFloat32(KerasConfig.of(json))).isEqualTo(inFloat32(config));
  }

  /** Keras 3 rounds the factors of regularizers. */
  private static String inFloat32(KerasConfig config) {
    return Pattern.compile("\\d+\\.\\d+")
        .matcher(config.toString())
        .replaceAll(match -> Float.toString(Float.parseFloat(match.group())));
  }

  private static Optional<String> missingLayer(Path config) throws IOException {
    String text = Files.readString(config);
    return TO_COME.stream()
        .filter(name -> text.contains("\"class_name\": \"%s\"".formatted(name)))
        .findFirst();
  }

  /** One case: this library's numbers beside Keras'. */
  private static final class Parity {

    private final KerasConfig config;
    private final Fixture fixture;
    private final List<String> keras;
    private final List<String> ours;
    private final Weights weights;
    private final Differences differences = new Differences();

    private Parity(KerasConfig config, Fixture fixture) {
      this.config = config;
      this.fixture = fixture;
      Weights named = fixture.byPath("weights");
      keras = List.copyOf(named.paths());
      ours = config.weightOrder();
      assertThat(ours).as("weights for %s", keras).hasSameSizeAs(keras);
      weights = renamed(named);
      assertThat(config.model().weightShapes())
          .allSatisfy(
              weight -> assertThat(weights.get(weight.path()).shape()).isEqualTo(weight.shape()));
    }

    /** Keras' arrays under this library's paths. */
    private Weights renamed(Weights named) {
      Map<String, Array> renamed = new LinkedHashMap<>();
      List<Array> arrays = new ArrayList<>(named.arrays());
      for (int i = 0; i < arrays.size(); i++) {
        renamed.put(ours.get(i), arrays.get(i));
      }
      return new Weights(renamed);
    }

    private void run() {
      MeasuredModel measured =
          MeasuredModel.of(
              config.model(), config.type(), weights, fixture.list("x"), fixture.list("target"));
      differences.compare(Kind.OUTPUTS, "y", measured.outputs(), fixture.list("y"));
      differences.compare(
          Kind.OUTPUTS, "training_y", measured.trainingOutputs(), fixture.list("training_y"));
      List<Array> second = fixture.list("x2");
      if (!second.isEmpty()) {
        List<List<Array>> batches = List.of(fixture.list("x"), second);
        List<List<Array>> turns =
            MeasuredModel.inTurn(config.model(), config.type(), weights, batches);
        differences.compare(Kind.OUTPUTS, "y1", turns.get(0), fixture.list("y"));
        differences.compare(Kind.OUTPUTS, "y2", turns.get(1), fixture.list("y2"));
      }
      Optional.ofNullable(fixture.data().get("loss"))
          .ifPresent(
              loss -> differences.compare(Kind.OUTPUTS, "loss", measured.loss(), List.of(loss)));
      List<Array> inputGradients = fixture.list("gradient_x");
      // Keras has no gradient by whole numbers.
      if (!inputGradients.isEmpty()) {
        differences.compare(
            Kind.GRADIENTS, "gradient_x", measured.inputGradients(), inputGradients);
      }
      Weights expected = fixture.byPath("gradient");
      assertThat(measured.gradients().paths()).hasSameSizeAs(expected.paths());
      for (int i = 0; i < keras.size(); i++) {
        if (expected.paths().contains(keras.get(i))) {
          String path = ours.get(i);
          differences.compare(
              Kind.GRADIENTS,
              "gradient/" + path,
              measured.gradients().get(path),
              expected.get(keras.get(i)));
        }
      }
    }

    /** Five full batches: each is an epoch, whose reported loss is that before its step. */
    private void train(String key, OptimizerConfig optimizer, Weights state) {
      Array expectedLosses = fixture.data().get(key + "_losses");
      if (expectedLosses == null) {
        return;
      }
      try (Trainer trainer =
          Trainer.builder(config.model())
              .type(config.type())
              .weights(weights)
              .optimizer(optimizer)
              .optimizerState(state)
              .objectives(
                  config.model().outputs().stream()
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
            Kind.TRAINING,
            key + "_losses",
            Array.of(expectedLosses.shape(), losses),
            expectedLosses);
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
}
