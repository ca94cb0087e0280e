package io.github.lmu4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.KerasConfig;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.io.SavedOptimizer;
import io.github.lmu4j.testing.Difference;
import io.github.lmu4j.testing.Fixture;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on the files that Keras wrote give Keras' numbers. */
class ModelCommandsTest {

  private static final Path FIXTURES = Path.of("models", "fixtures");

  /** Cases of which every form is kept. */
  private static final List<String> CASES =
      List.of("feedforward-everything", "lmu-theta-everything");

  private static final Map<String, List<String>> FORMS =
      Map.of(
          "keras2",
          List.of(
              "model.keras",
              "model.h5",
              "model.weights.h5 --config",
              "legacy_weights.h5 --config",
              "checkpoint/model --config",
              "saved_model"),
          "keras3",
          List.of("model.keras", "model.h5", "model.weights.h5 --config", "export"));

  @TempDir Path folder;

  private static Stream<String> everyForm() {
    return FORMS.entrySet().stream()
        .flatMap(
            world ->
                CASES.stream()
                    .flatMap(
                        name ->
                            world.getValue().stream()
                                .map(form -> world.getKey() + "/" + name + "/" + form)))
        // Too large to be kept.
        .filter(form -> !form.equals("keras3/lmu-theta-everything/export"));
  }

  /** The arguments that name a model: its file, and its configuration where it needs one. */
  private static List<String> named(String form) {
    String[] parts = form.split(" ", 2);
    Path file = FIXTURES.resolve(parts[0]);
    List<String> arguments = new ArrayList<>(List.of(file.toString()));
    if (parts.length == 2) {
      arguments.add("--config");
      arguments.add(caseOf(form).resolve("config.json").toString());
    }
    return arguments;
  }

  private static Path caseOf(String form) {
    return FIXTURES.resolve(Path.of(form).subpath(0, 2));
  }

  private static String run(List<String> arguments, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    int code =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    assertThat(code).as("%s: %s", all, err).isZero();
    return out.toString();
  }

  private static List<String> command(String name, List<String> model) {
    List<String> arguments = new ArrayList<>(List.of(name, "--model"));
    arguments.addAll(model);
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void predictGivesKerasOutputs(String form) throws IOException {
    Fixture fixture = Fixture.read(caseOf(form));
    Path output = folder.resolve("out.npz");
    run(
        command("predict", named(form)),
        "--input",
        fixture.folder().resolve("data.npz").toString(),
        "--output",
        output.toString());
    Array y = Objects.requireNonNull(Npz.read(output).get("y"));
    assertThat(Difference.relative(y, fixture.list("y").get(0))).isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void inspectShowsWhatTheFileIs(String form) {
    List<String> arguments = new ArrayList<>(List.of("inspect"));
    arguments.addAll(named(form));
    String text = run(arguments);
    boolean runsOnly = form.endsWith("export");
    assertThat(text)
        .contains("format: ", "variables:", "parameters: ")
        .contains("trainable here: " + !runsOnly)
        .contains(runsOnly ? "reason: " : "arguments:")
        .contains(form.contains("saved_model") || runsOnly ? "signatures:" : "layers:");
  }

  /** Inputs and targets under the names that the commands want. */
  private Path trainingData(Fixture fixture) throws IOException {
    Map<String, Array> data = new LinkedHashMap<>();
    for (int i = 0; i < fixture.list("x").size(); i++) {
      data.put("x/" + i, fixture.list("x").get(i));
    }
    for (int i = 0; i < fixture.list("target").size(); i++) {
      data.put("y/" + i, fixture.list("target").get(i));
    }
    Path file = folder.resolve("training.npz");
    Npz.write(file, data);
    return file;
  }

  private String fit(String form, Path output, String... options) throws IOException {
    Fixture fixture = Fixture.read(caseOf(form));
    List<String> arguments = command("fit", named(form));
    arguments.addAll(
        List.of("--data", trainingData(fixture).toString(), "--no-shuffle", "--epochs", "5"));
    arguments.addAll(
        List.of("--batch-size", Long.toString(fixture.list("x").get(0).shape().get(0))));
    arguments.addAll(List.of("--loss", "mse", "--output", output.toString()));
    return run(arguments, options);
  }

  /** Keras' order of weights is how its names and this library's belong together. */
  private static void assertWeights(Path trained, Path fixture, String key) throws IOException {
    List<String> ours = KerasConfig.read(fixture.resolve("config.json")).weightOrder();
    Weights actual = ModelFile.read(trained).weights();
    List<Array> expected = new ArrayList<>(Fixture.read(fixture).byPath(key).values().values());
    assertThat(expected).hasSameSizeAs(ours).isNotEmpty();
    for (int i = 0; i < ours.size(); i++) {
      assertThat(Difference.relative(actual.get(ours.get(i)), expected.get(i)))
          .as(ours.get(i))
          .isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras2/feedforward-everything/saved_model",
        "keras2/lmu-theta-everything/saved_model",
        "keras2/lmu-all-connections-sequences/model.keras",
        "keras3/lmu-all-connections-sequences/model.keras",
        "keras3/lmu-theta-everything/model.h5",
        "keras3/functional-shared/model.keras",
      })
  void fitGivesKerasWeights(String form) throws IOException {
    Path output = folder.resolve("trained");
    String printed =
        fit(form, output, "--optimizer", "sgd", "--learning-rate", "0.05", "--momentum", "0.9");
    assertWeights(output, caseOf(form), "fit");
    Array losses = Objects.requireNonNull(Fixture.read(caseOf(form)).data().get("fit_losses"));
    double loss =
        printed
            .lines()
            .filter(line -> line.startsWith("loss: "))
            .mapToDouble(line -> Double.parseDouble(line.substring(6)))
            .findFirst()
            .orElseThrow();
    // The command prints six decimals.
    assertThat(Math.abs(loss - losses.doubleAt(losses.size() - 1))).isLessThan(1e-5 * loss + 1e-6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras2/trained-adam/model.h5",
        "keras3/trained-sgd-momentum/model.keras",
      })
  void fitGoesOnWithTheOptimizerOfTheFile(String form) throws IOException {
    Path output = folder.resolve("trained");
    fit(form, output);
    assertWeights(output, caseOf(form), "continued");
  }

  @Test
  void newOptimizerBeginsAnew() throws IOException {
    Path going = folder.resolve("going");
    Path anew = folder.resolve("anew");
    String form = "keras3/trained-sgd-momentum/model.keras";
    fit(form, going, "--optimizer", "sgd");
    fit(form, anew, "--optimizer", "sgd", "--new-optimizer");
    assertThat(ModelFile.read(going).weights()).isNotEqualTo(ModelFile.read(anew).weights());
  }

  @Test
  void nadamGoesOnWithItsSettings() throws IOException {
    String form = "keras3/trained-adam/model.keras";
    Path first = folder.resolve("first");
    fit(form, first, "--optimizer", "nadam", "--learning-rate", "0.25");
    String data = folder.resolve("training.npz").toString();
    Path second = folder.resolve("second.keras");
    run(
        command("fit", List.of(first.toString(), "--data", data)),
        "--loss",
        "mse",
        "--epochs",
        "1",
        "--output",
        second.toString());
    SavedOptimizer optimizer = ModelFile.read(second).optimizer().orElseThrow();
    assertThat(optimizer.className()).isEqualTo("Nadam");
    assertThat(optimizer.settings()).containsEntry("learning_rate", 0.25);
  }

  @Test
  void trainedModelPredictsAndCanBeTrainedFurther() throws IOException {
    String form = "keras3/lmu-theta-everything/model.keras";
    Path first = folder.resolve("first");
    fit(form, first, "--optimizer", "sgd");
    Path data = trainingData(Fixture.read(caseOf(form)));
    Path byGraph = folder.resolve("graph.npz");
    Path byLayers = folder.resolve("layers.npz");
    List<String> predict = command("predict", List.of(first.toString(), "--input", "" + data));
    run(predict, "--output", byGraph.toString());
    run(predict, "--output", byLayers.toString(), "--precision", "keras");
    assertThat(
            Difference.relative(
                Objects.requireNonNull(Npz.read(byLayers).get("y")),
                Objects.requireNonNull(Npz.read(byGraph).get("y"))))
        .isLessThan(1e-6);
    Path second = folder.resolve("second");
    run(
        command("fit", List.of(first.toString(), "--data", data.toString())),
        "--loss",
        "mse",
        "--output",
        second.toString());
    assertThat(ModelFile.read(second).weights()).isNotEqualTo(ModelFile.read(first).weights());
  }

  @Test
  void evaluateGivesKerasLoss() throws IOException {
    // Without dropout and states, the loss in training mode is that of evaluate.
    String form = "keras3/dense-regularized/model.keras";
    Fixture fixture = Fixture.read(caseOf(form));
    String printed =
        run(
            command("evaluate", named(form)),
            "--data",
            trainingData(fixture).toString(),
            "--loss",
            "mse");
    double expected = Objects.requireNonNull(fixture.data().get("loss")).doubleAt(0);
    double loss = Double.parseDouble(printed.strip().replaceFirst("(?s).*loss: (\\S+).*", "$1"));
    assertThat(Math.abs(loss - expected)).isLessThan(1e-5 * expected + 1e-6);
  }

  @Test
  void weightsAloneAskForTheirConfiguration() {
    for (String form :
        List.of(
            "keras3/feedforward-everything/model.weights.h5",
            "keras2/feedforward-everything/checkpoint/model")) {
      StringWriter err = new StringWriter();
      int code =
          Main.run(
              new PrintWriter(new StringWriter()),
              new PrintWriter(err, true),
              "inspect",
              FIXTURES.resolve(form).toString());
      assertThat(code).isEqualTo(1);
      assertThat(err.toString()).contains(form, "configuration");
    }
  }
}
