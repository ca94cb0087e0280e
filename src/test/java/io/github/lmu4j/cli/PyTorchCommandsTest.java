package io.github.lmu4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.data.Mnist;
import io.github.lmu4j.data.PermutedMnist;
import io.github.lmu4j.io.ModelFormatException;
import io.github.lmu4j.io.Npy;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.io.PyTorchFile;
import io.github.lmu4j.io.Safetensors;
import io.github.lmu4j.testing.Difference;
import io.github.lmu4j.testing.Fixture;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

/** The commands on files of PyTorch. */
class PyTorchCommandsTest {

  private static final Path FIXTURES = Path.of("models", "fixtures", "pytorch");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private static String file(String path) {
    return FIXTURES.resolve(path).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "lmu/model.pt, false",
    "lmu-classifier/checkpoint.pth, false",
    "lmu-learned/legacy.pt, false",
    "lmufft-classifier/model.safetensors, false",
    "lmu-sequences/model.pt, true",
    "lmufft-sequences/model.safetensors, true"
  })
  void predictGivesPyTorchsOutputs(String model, boolean sequences) throws IOException {
    Path numbers = FIXTURES.resolve(model).resolveSibling("data.npz");
    Path output = folder.resolve("out.npz");
    List<String> arguments =
        new ArrayList<>(
            List.of("predict", "--model", file(model), "--input", numbers.toString(), "--output"));
    arguments.add(output.toString());
    if (sequences) {
      arguments.add("--sequences");
    }
    assertThat(run(arguments.toArray(String[]::new))).as("%s", err).isZero();
    Array expected = Fixture.read(FIXTURES.resolve(model.split("/", -1)[0])).list("y").get(0);
    Array y = Objects.requireNonNull(Npz.read(output).get("y"));
    assertThat(Difference.relative(y, expected)).isLessThan(1e-5);
  }

  @Test
  void evaluateComparesWithPyTorchsOutputs() throws IOException {
    Fixture fixture = Fixture.read(FIXTURES.resolve("lmu-classifier"));
    Path data = folder.resolve("data.npz");
    Npz.write(data, Map.of("x", fixture.list("x").get(0), "y", fixture.list("target").get(0)));
    assertThat(
            run(
                "evaluate",
                "--model",
                file("lmu-classifier/model.pt"),
                "--data",
                data.toString(),
                "--loss",
                "mse"))
        .as("%s", err)
        .isZero();
    double loss = fixture.optional("loss").get(0).doubleAt(0);
    assertThat(Double.parseDouble(out.toString().strip().replace("loss: ", "")))
        .isCloseTo(loss, within(1e-5));
  }

  @Test
  void inspectNamesEveryTensor() {
    assertThat(run("inspect", file("lmufft-classifier/model.pt"))).as("%s", err).isZero();
    assertThat(out.toString())
        .contains("format: PyTorch (zip)")
        .contains("A and B are those of order 6, theta 14.0, zoh; sequences of 14 steps")
        .contains("lmu.fft_H: (6, 15) complex64: Fourier transform of H over 28 steps")
        .contains("classifier.bias: (3) float32: bias of linear layer of the output");
  }

  @Test
  void fitWritesWhatTenStepsInPyTorchLeadTo() throws IOException {
    Fixture fixture = Fixture.read(FIXTURES.resolve("lmu-classifier"));
    Path data = folder.resolve("data.npz");
    Npz.write(data, Map.of("x", fixture.list("x").get(0), "y", fixture.list("target").get(0)));
    Path trained = folder.resolve("trained.pt");
    String options = "--loss mse --optimizer adam --learning-rate 0.01 --epochs 10 --no-shuffle";
    List<String> arguments = new ArrayList<>(List.of("fit", "--model"));
    arguments.add(file("lmu-classifier/model.pt"));
    arguments.addAll(List.of("--data", data.toString(), "--output", trained.toString()));
    arguments.addAll(List.of(options.split(" ", -1)));
    assertThat(run(arguments.toArray(String[]::new))).as("%s", err).isZero();
    Weights tensors = new Weights(PyTorchFile.readTensors(trained));
    fixture
        .byPath("adam")
        .values()
        .forEach(
            (name, expected) ->
                assertThat(Difference.relative(tensors.get(name), expected))
                    .as(name)
                    .isLessThan(1e-3));
  }

  @Test
  void convertedToKerasAndBackItIsTheSameNetwork() throws IOException {
    Path keras = folder.resolve("lmu.keras");
    Path back = folder.resolve("lmu.safetensors");
    assertThat(run("convert", file("lmu-classifier/model.pt"), keras.toString()))
        .as("%s", err)
        .isZero();
    assertThat(run("convert", keras.toString(), back.toString())).as("%s", err).isZero();
    Weights found = new Weights(Safetensors.readTensors(back));
    PyTorchFile.readTensors(FIXTURES.resolve("lmu-classifier/model.pt"))
        .forEach(
            (name, tensor) ->
                // Keras rounds A and B in a way of its own.
                assertThat(Difference.relative(found.get(name), tensor))
                    .as(name)
                    .isLessThanOrEqualTo(name.matches(".*[.][AB]") ? 1e-6 : 0));
  }

  @Test
  void whatPyTorchsNetworksHaveNotIsRefused() {
    Path learned = folder.resolve("learned.keras");
    assertThat(run("convert", file("lmu-learned/model.pt"), learned.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("A and B are learned");
    Path keras = Path.of("models/fixtures/keras3/feedforward-everything/model.keras");
    assertThat(run("convert", keras.toString(), folder.resolve("x.pt").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("a PyTorch LMU must have an LMU");
  }

  @Test
  void sequencesAreForPyTorchAlone() {
    Path keras = Path.of("models/fixtures/keras3/feedforward-everything/model.keras");
    assertThat(run("inspect", "--sequences", keras.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--sequences must go with an LMU of PyTorch");
  }

  @Test
  void permutationsOfNumPyAndPyTorchAreTheSame() throws IOException {
    Path numpy = FIXTURES.resolve("permutation/permutation.npy");
    Path torch = FIXTURES.resolve("permutation/permutation.pt");
    PermutedMnist expected = PixelOrder.permuted(Mnist.embedded(), Optional.of(numpy));
    assertThat(expected.permutation()).startsWith(649, 265, 111);
    assertThat(PixelOrder.permuted(Mnist.embedded(), Optional.of(torch)).permutation())
        .isEqualTo(expected.permutation());
  }

  @Test
  void whatIsNoPermutationIsRefused() throws IOException {
    Path twice = folder.resolve("twice.npy");
    long[] order = new long[784];
    for (int i = 0; i < order.length; i++) {
      order[i] = i == 5 ? 6 : i;
    }
    Npy.write(twice, Array.of(Shape.of(784), order));
    assertThatThrownBy(() -> PixelOrder.permuted(Mnist.embedded(), Optional.of(twice)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("each of 0 to 783 once")
        .hasMessageContaining("in place of 5 a 6");
    Path few = folder.resolve("few.pt");
    PyTorchFile.writeTensors(few, Map.of("order", Array.of(Shape.of(784), order)));
    assertThat(run("train", "psmnist", "--permutation", few.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("a single tensor");
  }
}
