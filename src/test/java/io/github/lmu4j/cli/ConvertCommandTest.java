package io.github.lmu4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.ModelFormat;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.testing.Difference;
import io.github.lmu4j.testing.Fixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command that writes a model in another form, and {@code fit} into such forms. */
class ConvertCommandTest {

  private static final Path FIXTURES = Path.of("models", "fixtures");
  private static final Path TRAINED = FIXTURES.resolve("keras3/trained-adam");

  @TempDir Path folder;

  private record Outcome(int code, String out, String err) {}

  private static Outcome run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    return new Outcome(code, out.toString(), err.toString());
  }

  @Test
  void everyEndingHasItsForm() throws IOException {
    LoadedModel model = ModelFile.read(TRAINED.resolve("model.keras"));
    for (String name : new String[] {"a.keras", "a.h5", "a"}) {
      Path target = folder.resolve(name);
      Outcome outcome = run("convert", TRAINED.resolve("model.keras"), target);
      assertThat(outcome.code).as(outcome.err).isZero();
      assertThat(ModelFile.read(target).weights()).isEqualTo(model.weights());
    }
    for (String name : new String[] {"a.weights.h5", "a.npz", "a.ckpt"}) {
      Path target = folder.resolve(name);
      Outcome outcome = run("convert", TRAINED.resolve("model.h5"), target);
      assertThat(outcome.code).as(outcome.err).isZero();
      assertThat(ModelFile.read(target, model.config()).weights()).isEqualTo(model.weights());
    }
  }

  @Test
  void halfTellsWhatItChanges() {
    Outcome outcome =
        run("convert", TRAINED.resolve("model.keras"), folder.resolve("half.keras"), "--half");
    assertThat(outcome.code).as(outcome.err).isZero();
    assertThat(outcome.out)
        .contains("half.keras (keras)")
        .containsPattern("largest change of a weight: 0\\.0\\d+ \\(rnn_1/recurrent_kernel\\)")
        .containsPattern("largest change of an output, for random inputs: 0\\.0\\d+");
  }

  @Test
  void whatCannotBeHeldIsRefusedWithTheReason() {
    Object source = TRAINED.resolve("model.keras");
    Outcome outcome = run("convert", source, folder.resolve("a.h5"), "--to", "keras2-h5");
    assertThat(outcome.code).isEqualTo(1);
    assertThat(outcome.err).contains("model.keras", "Keras 2").doesNotContain("\tat ");
    outcome = run("convert", source, folder.resolve("a.npz"), "--half");
    assertThat(outcome.code).isEqualTo(1);
    assertThat(outcome.err).contains("float16");
    outcome = run("convert", source, folder.resolve("a.onnx"));
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains("got").contains("a.onnx");
    outcome = run("convert", source, folder.resolve("a"), "--to", "keras4");
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains("keras2-weights", "keras4");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "keras3, .keras, keras, keras3-h5",
    "keras3, .h5, keras3-h5, keras3-h5",
    "keras2, .keras, keras2, keras2-h5",
    "keras3, '', saved-model, keras3-h5",
    "keras2, '', saved-model, keras2-h5"
  })
  void fitInTwoPartsIsFitAtOnce(String world, String ending, String form, String ofThatKeras)
      throws IOException {
    Path trained = FIXTURES.resolve(world).resolve("trained-adam");
    Path data = trainingData(trained);
    Path middle = folder.resolve("middle" + ending);
    Path parts = folder.resolve("parts" + ending);
    Path whole = folder.resolve("whole" + ending);
    fit(trained.resolve("model.keras"), data, 3, middle, form);
    fit(middle, data, 3, parts, form);
    fit(trained.resolve("model.keras"), data, 6, whole, form);
    LoadedModel expected = ModelFile.read(whole);
    LoadedModel found = ModelFile.read(parts);
    expected
        .weights()
        .values()
        .forEach(
            (path, array) ->
                assertThat(Difference.relative(found.weights().get(path), array))
                    .as(path)
                    .isLessThan(1e-6));
    assertThat(found.optimizer().orElseThrow().state().get("iterations").longAt(0)).isEqualTo(11);
    assertThat(found.loss()).contains("mean_squared_error");
    assertThat(ModelFormat.of(Path.of("x.h5"), found).key()).isEqualTo(ofThatKeras);
  }

  private Path trainingData(Path trained) throws IOException {
    Fixture fixture = Fixture.read(trained);
    Path data = folder.resolve("data.npz");
    Npz.write(data, Map.of("x", fixture.list("x").get(0), "y", fixture.list("target").get(0)));
    return data;
  }

  private static Outcome tryFit(Path model, Path data, int epochs, Path output, String form) {
    return run(
        "fit",
        "--model",
        model,
        "--data",
        data,
        "--loss",
        "mse",
        "--epochs",
        epochs,
        "--no-shuffle",
        "--output",
        output,
        "--to",
        form);
  }

  private static void fit(Path model, Path data, int epochs, Path output, String form) {
    Outcome outcome = tryFit(model, data, epochs, output, form);
    assertThat(outcome.code).as(outcome.err).isZero();
    assertThat(Files.exists(output)).isTrue();
  }

  @Test
  void fitChecksTheTargetBeforeItTrains() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Outcome outcome =
        run("fit", "--model", "none", "--data", "none", "--loss", "mse", "--output", file);
    assertThat(outcome.code).isEqualTo(1);
    assertThat(outcome.err).contains("expected a folder or nothing, found a file");
    outcome =
        run(
            "fit",
            "--model",
            "none",
            "--data",
            "none",
            "--loss",
            "mse",
            "--to",
            "keras2",
            "--output",
            folder);
    assertThat(outcome.code).isEqualTo(1);
    assertThat(outcome.err).contains("expected a file or nothing, found a folder");
  }

  @Test
  void fitRefusesAFormThatCannotHoldTheModelBeforeItTrains() throws IOException {
    Path data = trainingData(TRAINED);
    Path output = folder.resolve("out.keras");
    Outcome outcome = tryFit(TRAINED.resolve("model.keras"), data, 1, output, "keras2");
    assertThat(outcome.code).isEqualTo(1);
    assertThat(outcome.err)
        .contains("expected a model that keras2 can hold", "must be one of Keras 2")
        .doesNotContain("training");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(data));
  }
}
