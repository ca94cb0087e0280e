package io.github.lmu4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.PyTorchFile;
import io.github.lmu4j.io.Safetensors;
import io.github.lmu4j.testing.Difference;
import io.github.lmu4j.testing.Fixture;
import io.github.lmu4j.testing.MeasuredModel;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.StandardLoss;
import io.github.lmu4j.train.optimizers.Adam;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** LMUs of PyTorch give PyTorch's own outputs, gradients and losses, from every form of file. */
class PyTorchParityTest {

  private static final Path FOLDER = Path.of("models", "fixtures", "pytorch");

  /** PyTorch's epsilon of 1e-8 stands where it counts for less than Keras' of 1e-7. */
  private static final OptimizerConfig ADAM =
      OptimizerConfig.of(new Adam(0.9, 0.999, 1e-9, false), 0.01);

  @TempDir Path written;

  static List<Path> networks() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.filter(f -> f.getFileName().toString().startsWith("lmu")).sorted().toList();
    }
  }

  private static boolean isSequence(Path folder) {
    return folder.toString().contains("sequences") || folder.toString().endsWith("no-bias");
  }

  private static LoadedModel read(Path folder, String file) throws IOException {
    return ModelFile.readPyTorch(folder.resolve(file), isSequence(folder));
  }

  /** The arrays by the names that PyTorch gives its tensors, in its orientation. */
  private Weights named(LoadedModel loaded, Weights values) throws IOException {
    Path file = written.resolve("named.pt");
    PyTorchFile.write(file, loaded.withWeights(values));
    return new Weights(PyTorchFile.readTensors(file));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void outputsAndGradientsArePyTorchs(Path folder) throws IOException {
    Fixture fixture = Fixture.read(folder);
    LoadedModel loaded = read(folder, "model.pt");
    MeasuredModel found =
        MeasuredModel.of(
            loaded.model(),
            loaded.type(),
            loaded.weights(),
            fixture.list("x"),
            fixture.list("target"));
    Array y = fixture.list("y").get(0);
    assertThat(Difference.relative(found.outputs().get(0), y)).isLessThan(bound(fixture, 1e-5));
    Array byInput = fixture.list("gradient_x").get(0);
    assertThat(Difference.relative(found.inputGradients().get(0), byInput))
        .isLessThan(bound(fixture, 1e-4));
    Weights gradients = named(loaded, found.gradients());
    fixture
        .byPath("gradient")
        .values()
        .forEach(
            (name, expected) ->
                assertThat(Difference.relative(gradients.get(name), expected))
                    .as(name)
                    .isLessThan(bound(fixture, 1e-4)));
  }

  private static double bound(Fixture fixture, double inFloat32) {
    return fixture.bound(inFloat32, 1e-10);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void tenStepsOfAdamArePyTorchs(Path folder) throws IOException {
    Fixture fixture = Fixture.read(folder);
    LoadedModel loaded = read(folder, "model.pt");
    Array losses = fixture.optional("adam_losses").get(0);
    try (Trainer trainer =
        Trainer.builder(loaded.model())
            .type(loaded.type())
            .weights(loaded.weights())
            .optimizer(ADAM)
            .loss(StandardLoss.MEAN_SQUARED_ERROR)
            .build()) {
      var history =
          trainer.fit(
              Dataset.of(fixture.list("x"), fixture.list("target")),
              FitOptions.epochs(losses.size()).withBatchSize(3).withShuffle(false));
      double[] found = history.get("loss").stream().mapToDouble(loss -> loss).toArray();
      assertThat(Difference.relative(Array.of(losses.shape(), found), losses)).isLessThan(1e-4);
      Weights trained = named(loaded, trainer.weights());
      fixture
          .byPath("adam")
          .values()
          .forEach(
              (name, expected) ->
                  assertThat(Difference.relative(trained.get(name), expected))
                      .as(name)
                      .isLessThan(1e-3));
    }
  }

  /** Shapes of unknown length are never equal, so that models are not. */
  private static void assertSame(LoadedModel found, LoadedModel expected) {
    assertThat(found.model().layers()).isEqualTo(expected.model().layers());
    assertThat(found.model().calls()).isEqualTo(expected.model().calls());
    assertThat(found.model().outputs()).isEqualTo(expected.model().outputs());
    assertThat(found.weights()).isEqualTo(expected.weights());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyFormHoldsTheSameNetwork(Path folder) throws IOException {
    LoadedModel first = read(folder, "model.pt");
    for (String form : List.of("legacy.pt", "checkpoint.pth")) {
      LoadedModel other = read(folder, form);
      assertSame(other, first);
    }
    if (!folder.toString().contains("learned")) {
      LoadedModel other = read(folder, "model.safetensors");
      assertSame(other, first);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void whatIsWrittenIsReadAsTheSame(Path folder) throws IOException {
    LoadedModel loaded = read(folder, "model.pt");
    Path pt = written.resolve("model.pt");
    PyTorchFile.write(pt, loaded);
    LoadedModel again = ModelFile.readPyTorch(pt, isSequence(folder));
    assertSame(again, loaded);
    assertThat(PyTorchFile.readTensors(pt).keySet())
        .containsExactlyInAnyOrderElementsOf(
            PyTorchFile.readTensors(folder.resolve("model.pt")).keySet());
    if (folder.endsWith("lmu-float64")) {
      return;
    }
    Path safetensors = written.resolve("model.safetensors");
    Safetensors.write(safetensors, loaded);
    LoadedModel third = ModelFile.readPyTorch(safetensors, isSequence(folder));
    assertSame(third, loaded);
  }

  @Test
  void everyTypeAndLayoutIsRead() throws IOException {
    Path folder = FOLDER.resolve("tensors");
    Map<String, Array> expected = Fixture.read(folder).data();
    Map<String, Map<String, Array>> files = new LinkedHashMap<>();
    files.put("model.pt", PyTorchFile.readTensors(folder.resolve("model.pt")));
    files.put("legacy.pt", PyTorchFile.readTensors(folder.resolve("legacy.pt")));
    files.put("safetensors", Safetensors.readTensors(folder.resolve("model.safetensors")));
    files.forEach(
        (form, tensors) -> {
          assertThat(tensors.keySet()).as(form).isEqualTo(expected.keySet());
          tensors.forEach(
              (name, array) -> assertThat(array).as(name).isEqualTo(expected.get(name)));
        });
  }

  @Test
  void tensorsAreWrittenAndRead() throws IOException {
    Map<String, Array> arrays = Fixture.read(FOLDER.resolve("tensors")).data();
    Path pt = written.resolve("tensors.pt");
    PyTorchFile.writeTensors(pt, arrays);
    assertThat(PyTorchFile.readTensors(pt)).isEqualTo(arrays);
    Path safetensors = written.resolve("tensors.safetensors");
    Safetensors.writeTensors(safetensors, arrays);
    assertThat(Safetensors.readTensors(safetensors)).isEqualTo(arrays);
  }

  @Test
  void inspectSaysWhatEveryTensorIsAndWhatMadeTheMemory() throws IOException {
    Map<String, Object> described =
        ModelFile.describe(FOLDER.resolve("lmu-classifier/checkpoint.pth"), false);
    assertThat(described.get("memory")).isEqualTo("A and B are those of order 6, theta 9.0, zoh");
    assertThat(String.valueOf(described.get("tensors")))
        .contains("module.lmu.cell.e_x=(1, 1) float32: encoder of x in u (module.lmu.cell/kernel)")
        .contains("module.classifier.weight=(3, 5) float32: linear layer of the output");
    assertThat(String.valueOf(described.get("beside the network")))
        .contains("epoch=3")
        .contains("train_loss[1]=0.25")
        .contains("args.name=lmu");
    assertThat(ModelFile.describe(FOLDER.resolve("lmu-learned/model.pt"), false).get("memory"))
        .isEqualTo("A and B are those of order 5, theta 6.0, zoh; both are learned");
    assertThat(ModelFile.describe(FOLDER.resolve("lmu-not-legendre/model.pt"), false).get("memory"))
        .isEqualTo("A and B are those of no theta, and taken by value; order 5");
  }

  @Test
  void permutationsAreReadFromBothForms() throws IOException {
    Path folder = FOLDER.resolve("permutation");
    Array order = PyTorchFile.readTensor(folder.resolve("permutation.pt"));
    assertThat(order.size()).isEqualTo(784);
    assertThat(order.toInts()).startsWith(649, 265, 111, 301);
    assertThat(PyTorchFile.readTensor(folder.resolve("legacy.pt"))).isEqualTo(order);
  }
}
