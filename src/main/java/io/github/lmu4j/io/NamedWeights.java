package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Weights in NumPy's {@code .npz}, each under its path. */
final class NamedWeights {

  private NamedWeights() {}

  static Weights read(Path file, KerasConfig config) throws IOException {
    Map<String, Array> arrays = Npz.read(file);
    return config.complete(file.toString(), arrays);
  }

  static void write(Path file, LoadedModel model, boolean half) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      Npz.write(out, model.weights().values());
    }
  }
}
