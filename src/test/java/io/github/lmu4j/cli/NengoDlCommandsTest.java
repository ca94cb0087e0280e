package io.github.lmu4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.KerasConfig;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.NengoDlFile;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.model.WeightShape;
import io.github.lmu4j.testing.Difference;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/** The commands take NengoDL's parameters as any other model. */
class NengoDlCommandsTest {

  private static final Path FIXTURE = Path.of("models", "fixtures", "nengodl", "units-equal-order");
  private static final String FILE = FIXTURE.resolve("lmu_params.npz").toString();

  @TempDir Path folder;

  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    assertThat(code).as("%s", err).isZero();
    return out.toString();
  }

  private static Array data(String key) throws IOException {
    return Objects.requireNonNull(Npz.read(FIXTURE.resolve("data.npz")).get(key));
  }

  /** Inputs and targets, under the names that the commands want. */
  private String examples() throws IOException {
    Path file = folder.resolve("examples.npz");
    Npz.write(file, Map.of("x", data("x"), "y", data("labels")));
    return file.toString();
  }

  private Array predict(String model) throws IOException {
    Path input = folder.resolve("x.npz");
    Npz.write(input, Map.of("x", data("x")));
    Path output = folder.resolve("y.npz");
    run("predict", "--model", model, "--input", input.toString(), "--output", output.toString());
    return Objects.requireNonNull(Npz.read(output).get("y"));
  }

  @Test
  void predictGivesNengoDlsLogits() throws IOException {
    assertThat(Difference.relative(predict(FILE), data("y"))).isLessThan(1e-5);
  }

  @Test
  void inspectNamesEveryArrayAndTheRule() {
    assertThat(run("inspect", FILE))
        .contains("format: NengoDL parameters (.npz)", "trainable here: true")
        .contains("arr_0: W_m (9, 9), memory to hidden units")
        .contains("arr_1: W_h (9, 9), hidden units to themselves")
        .contains("W_m before W_h, both [9, 9]", "A and B: zoh of theta 20.0")
        .contains("arr_4: e_x (1, 1)", "arr_6: B (9, 1)", "lmu/hidden_cell/kernel: (10, 9)");
  }

  @Test
  void evaluateAndFitGoOnWhereNengoDlWas() throws IOException {
    String[] loss = {"--loss", "sparse_categorical_crossentropy", "--from-logits"};
    String evaluated =
        run("evaluate", "--model", FILE, "--data", examples(), loss[0], loss[1], loss[2]);
    assertThat(evaluated).contains("loss: %.4f".formatted(data("loss").doubleAt(0)));
    Path trained = folder.resolve("trained");
    String reported =
        run(
            "fit",
            "--model",
            FILE,
            "--data",
            examples(),
            loss[0],
            loss[1],
            loss[2],
            "--optimizer",
            "adam",
            "--learning-rate",
            "0.01",
            "--epochs",
            "10",
            "--output",
            trained.toString());
    assertThat(reported).contains("loss: %.4f".formatted(data("adam_losses").doubleAt(9)));
    assertThat(Difference.relative(predict(trained.toString()), data("y"))).isGreaterThan(0.1);
  }

  @Test
  void networkOfTheVariantIsThatOfTheFile() throws IOException {
    Model model = PsMnistModels.nengoDl();
    Map<String, Array> weights = new LinkedHashMap<>();
    Random random = new Random(3);
    for (WeightShape weight : model.weightShapes()) {
      double[] values = random.doubles(weight.shape().size(), -0.1, 0.1).toArray();
      weights.put(weight.path(), Array.of(weight.shape(), values).cast(DType.FLOAT32));
    }
    LoadedModel variant =
        new LoadedModel(
            KerasConfig.of(model, DType.FLOAT32),
            new Weights(weights),
            "variant",
            Optional.empty(),
            Optional.empty());
    Path file = folder.resolve("lmu_params.npz");
    NengoDlFile.write(file, variant);
    LoadedModel read = NengoDlFile.read(file);

    assertThat(read.weights()).isEqualTo(variant.weights());
    double[] pixels = random.doubles(2 * PsMnistModels.STEPS).toArray();
    Array x = Array.of(Shape.of(2, PsMnistModels.STEPS, 1), pixels).cast(DType.FLOAT32);
    try (Predictor ours = Predictor.of(model, variant.weights());
        Predictor theirs = Predictor.of(read.model(), read.weights())) {
      assertThat(Difference.relative(theirs.predict(x), ours.predict(x))).isLessThan(1e-4);
    }
  }
}
