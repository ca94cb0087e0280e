package io.github.lmu4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.io.SavedModelWriter;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

class MainTest {

  private static final Model MODEL = Model.sequential(Shape.of(2)).add("out", Dense.of(1)).build();
  private static final Weights WEIGHTS =
      new Weights(
          Map.of(
              "out/kernel", Array.of(Shape.of(2, 1), 1f, 2f),
              "out/bias", Array.of(Shape.of(1), 3f)));

  @TempDir Path folder;

  /** What a command printed and returned. */
  private record Outcome(int code, String out, String err) {}

  private static Outcome run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  private static void assertFails(Outcome outcome, int code, String... saying) {
    assertThat(outcome.code).as(outcome.err).isEqualTo(code);
    assertThat(outcome.out).isEmpty();
    assertThat(outcome.err.lines().findFirst().orElse("")).contains(saying);
    if (code == 1) {
      assertThat(outcome.err.lines()).hasSize(1);
    }
  }

  private Path model() throws IOException {
    Path path = folder.resolve("model");
    SavedModelWriter.write(path, MODEL, WEIGHTS, DType.FLOAT32);
    return path;
  }

  private Path npz(Map<String, Array> arrays) throws IOException {
    Path path = folder.resolve("data.npz");
    Npz.write(path, arrays);
    return path;
  }

  @Test
  void predictWritesEachOutputByItsNameAndTheFirstAsY() throws IOException {
    Path input = npz(Map.of("anything", Array.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, 6f)));
    Path output = folder.resolve("y.npz");
    Outcome outcome =
        run("predict", "--model", model(), "--input", input, "--output", output, "--batch-size", 2);
    assertThat(outcome.code).as(outcome.err).isZero();
    Array expected = Array.of(Shape.of(3, 1), 8f, 14f, 20f);
    assertThat(Npz.read(output)).isEqualTo(Map.of("out", expected, "y", expected));
  }

  @Test
  void evaluatePrintsLossAndMetrics() throws IOException {
    Path data =
        npz(
            Map.of(
                "x", Array.of(Shape.of(2, 2), 1f, 2f, 3f, 4f),
                "y", Array.of(Shape.of(2, 1), 7f, 14f)));
    Outcome outcome =
        run("evaluate", "--model", model(), "--data", data, "--loss", "mse", "--metric", "mae");
    assertThat(outcome.code).as(outcome.err).isZero();
    assertThat(outcome.out.lines()).contains("loss: 0.500000", "mae: 0.500000");
  }

  @Test
  void inspectShowsSignaturesAndVariables() throws IOException {
    Outcome text = run("inspect", model());
    assertThat(text.code).as(text.err).isZero();
    assertThat(text.out).contains("serving_default", "input", "out", "out/kernel", "(2, 1)");
    Outcome json = run("inspect", model(), "--json");
    assertThat(json.out).startsWith("{").contains("\"out/kernel\":\"(2, 1)\"");
  }

  @Test
  void wrongUsageIsTwo() {
    assertFails(run("train", "psmnist", "--epochs", "many"), 2, "--epochs");
    assertFails(run("train", "psmnist", "--epochs", 0), 2, "--epochs", "at least 1", "0");
    assertFails(run("train", "psmnist", "--limit", 0), 2, "--limit", "at least 1", "0");
    assertFails(run("train", "psmnist", "--variant", "linear"), 2, "--variant");
    assertFails(run("train", "psmnist", "--no-such-flag"), 2, "--no-such-flag");
    assertFails(run("train", "mackey-glass", "--series", 3), 2, "--series", "at least 4", "3");
    assertFails(run("train", "mackey-glass", "--variant", "gru"), 2, "--variant");
    for (String command : List.of("predict --input i", "evaluate --data d --loss mse")) {
      Object[] batch = (command + " --model m --batch-size 0").split(" ");
      assertFails(run(batch), 2, "--batch-size", "at least 1", "0");
      assertFails(run((Object[]) command.split(" ")), 2, "--model");
    }
    assertFails(run("nonsense"), 2, "nonsense");
    assertFails(
        run("evaluate", "--model", "m", "--data", "d", "--loss", "nonsense"),
        2,
        "loss",
        "nonsense");
    assertFails(
        run("evaluate", "--model", "m", "--data", "d", "--loss", "mse", "--from-logits"),
        2,
        "--from-logits needs a cross-entropy (got mean_squared_error)");
  }

  @Test
  void missingAndForeignFilesAreNamed() throws IOException {
    Path missing = folder.resolve("missing");
    assertFails(run("inspect", missing), 1, missing + ": expected a file, found nothing");
    assertFails(run("inspect", folder), 1, folder.toString(), "saved_model.pb");
    Path text = Files.writeString(folder.resolve("text.npz"), "not a zip");
    assertFails(run("predict", "--model", model(), "--input", text), 1, text.toString());
    Path wide = npz(Map.of("x", Array.of(Shape.of(1, 5), 1f, 2f, 3f, 4f, 5f)));
    assertFails(run("predict", "--model", model(), "--input", wide), 1, "[-1, 2]", "[1, 5]");
  }

  @Test
  void badMnistFolderEndsBeforeAnythingIsWritten() throws IOException {
    Path output = folder.resolve("out");
    Path data = Files.createDirectory(folder.resolve("mnist"));
    assertFails(run("train", "psmnist", "--data", data, "--output", output), 1, data.toString());
    for (String name :
        List.of(
            "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")) {
      Files.writeString(data.resolve(name), "not idx");
    }
    assertFails(run("train", "psmnist", "--data", data, "--output", output), 1, data.toString());
    assertThat(folder.toFile().list()).containsExactly("mnist");
  }

  @Test
  void unwritableOutputEndsBeforeTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    assertFails(run("train", "psmnist", "--output", file), 1, file.toString());
    Path below = file.resolve("model");
    assertFails(run("train", "psmnist", "--output", below), 1, below.toString());
    assertThat(file).hasContent("kept");
  }

  @Test
  void resumingNothingNamesTheMissingCheckpoint() {
    Path output = folder.resolve("model");
    assertFails(
        run("train", "psmnist", "--resume", "--output", output),
        1,
        output + ".checkpoint.npz",
        "expected",
        "found");
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void doctorFindsTensorFlow() {
    Outcome outcome = run("doctor");
    assertThat(outcome.code).isZero();
    assertThat(outcome.out).containsPattern("TensorFlow +2\\.").containsPattern("compute +ok");
  }
}
