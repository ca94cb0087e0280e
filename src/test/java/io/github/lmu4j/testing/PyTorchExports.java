package io.github.lmu4j.testing;

import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.RecurrentWeights;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.io.PyTorchFile;
import io.github.lmu4j.io.Safetensors;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.StandardLoss;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/**
 * Writes files of PyTorch for {@code python-interop/check_pytorch.py} to load: {@code
 * <folder>/pytorch/<case>/}, of every fixture as it was read and after ten steps of training, of
 * tensors of every type, and of a model that has fewer connections. {@code y.npz} has inputs, and
 * outputs as they are here.
 */
public final class PyTorchExports {

  private PyTorchExports() {}

  /**
   * Writes all.
   *
   * @param args the folder
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[0]).resolve("pytorch");
    Path fixtures = Path.of("models", "fixtures", "pytorch");
    try (Stream<Path> folders = Files.list(fixtures)) {
      for (Path folder : folders.sorted().toList()) {
        String name = folder.getFileName().toString();
        Path into = Files.createDirectories(target.resolve(name));
        if (name.startsWith("lmu")) {
          network(folder, into);
        } else if (name.equals("tensors")) {
          Map<String, Array> arrays = Npz.read(folder.resolve("data.npz"));
          PyTorchFile.writeTensors(into.resolve("model.pt"), arrays);
          Safetensors.writeTensors(into.resolve("model.safetensors"), arrays);
        }
      }
    }
    fewerConnections(Files.createDirectories(target.resolve("fewer-connections")));
  }

  /**
   * A model of this library whose memory sees x alone: PyTorch gets zeros for what is not there.
   */
  private static void fewerConnections(Path into) throws IOException {
    SimpleRnnCell hidden =
        new SimpleRnnCell(4, Activation.TANH, RecurrentWeights.DEFAULT.withoutBias());
    Model model =
        Model.sequential(Shape.of(9, 2))
            .add("lmu", Lmu.of(LmuCell.builder(1, 6, 8).hiddenCell(hidden).build()))
            .add("logits", Dense.of(3))
            .build();
    try (Trainer trainer =
        Trainer.builder(model)
            .optimizer(OptimizerConfig.adam(0.01))
            .loss(StandardLoss.MEAN_SQUARED_ERROR)
            .build()) {
      Array x = LayerRun.random(5, 9, 2).cast(DType.FLOAT32);
      write(into, LoadedModel.of(model, trainer.weights(), DType.FLOAT32), x);
    }
  }

  private static void network(Path folder, Path into) throws IOException {
    Fixture fixture = Fixture.read(folder);
    boolean sequences = fixture.list("y").get(0).shape().numDimensions() == 3;
    LoadedModel loaded = ModelFile.readPyTorch(folder.resolve("model.pt"), sequences);
    Array x = fixture.list("x").get(0);
    write(into, loaded, x);
    try (Trainer trainer =
        Trainer.builder(loaded.model())
            .type(loaded.type())
            .weights(loaded.weights())
            .optimizer(OptimizerConfig.adam(0.01))
            .loss(StandardLoss.MEAN_SQUARED_ERROR)
            .build()) {
      trainer.fit(
          Dataset.of(x, fixture.list("target").get(0)), FitOptions.epochs(10).withShuffle(false));
      write(
          Files.createDirectories(into.resolveSibling(into.getFileName() + "-trained")),
          loaded.withWeights(trainer.weights()),
          x);
    }
  }

  private static void write(Path into, LoadedModel loaded, Array x) throws IOException {
    PyTorchFile.write(into.resolve("model.pt"), loaded);
    // Safetensors has no complex128.
    if (loaded.type() == DType.FLOAT32) {
      Safetensors.write(into.resolve("model.safetensors"), loaded);
    }
    try (Predictor predictor = Predictor.of(loaded.model(), loaded.weights(), loaded.type())) {
      Npz.write(into.resolve("y.npz"), Map.of("x", x, "y", predictor.predict(x)));
    }
  }
}
