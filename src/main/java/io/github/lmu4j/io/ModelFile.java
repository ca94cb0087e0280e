package io.github.lmu4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads model files of Keras, whatever their format, which their content tells.
 *
 * <pre>{@code
 * LoadedModel loaded = ModelFile.read(Path.of("model.keras"));
 * try (Predictor predictor = Predictor.of(loaded.model(), loaded.weights(), loaded.type())) {
 *   Array y = predictor.predict(x);
 * }
 * }</pre>
 */
public final class ModelFile {

  private static final byte[] ZIP = {'P', 'K'};
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private ModelFile() {}

  /**
   * Reads a whole model.
   *
   * @param file a {@code .keras} file, a whole-model {@code .h5} file, or the folder of a Keras 2
   *     SavedModel
   * @return the model
   * @throws ModelFormatException if it is none of these, or has something that this library has not
   * @throws IOException if it cannot be read
   */
  public static LoadedModel read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return KerasSavedModel.read(file);
    }
    byte[] start = start(file);
    if (startsWith(start, ZIP)) {
      return KerasArchive.read(file);
    }
    requireHdf5(file, start);
    try (Hdf5File hdf5 = Hdf5File.open(file)) {
      Hdf5Group root = hdf5.root();
      if (!KerasLegacyFile.isModel(root)) {
        throw new ModelFormatException(
            file.toString(),
            "a whole model; weights alone need the configuration of their model",
            "an HDF5 file with " + root.groups().keySet());
      }
      KerasConfig config = KerasLegacyFile.readConfig(root);
      return new LoadedModel(
          config.model(),
          KerasLegacyFile.readWeights(root, config),
          config.type(),
          "Keras %s model (.h5)".formatted(root.text("keras_version").orElse("2")));
    }
  }

  /**
   * Reads the weights of a model whose configuration is known.
   *
   * @param file a {@code .weights.h5} file, an older {@code .h5} file of weights, or the prefix of
   *     a TensorFlow checkpoint
   * @param config the configuration
   * @return the model with its weights
   * @throws ModelFormatException if the file is none of these, or does not fit the configuration
   * @throws IOException if it cannot be read
   */
  public static LoadedModel read(Path file, KerasConfig config) throws IOException {
    if (TensorFlowCheckpoint.isOne(file)) {
      return new LoadedModel(
          config.model(),
          TensorFlowCheckpoint.read(file, config),
          config.type(),
          "TensorFlow checkpoint");
    }
    requireHdf5(file, start(file));
    try (Hdf5File hdf5 = Hdf5File.open(file)) {
      Hdf5Group root = hdf5.root();
      boolean legacy = KerasLegacyFile.isWeights(root) || KerasLegacyFile.isModel(root);
      return legacy
          ? new LoadedModel(
              config.model(),
              KerasLegacyFile.readWeights(root, config),
              config.type(),
              "Keras weights (.h5)")
          : new LoadedModel(
              config.model(),
              KerasWeightsFile.read(root, config),
              config.type(),
              "Keras weights (.weights.h5)");
    }
  }

  private static byte[] start(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file + ": expected a model file, found none");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HDF5.length);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  private static void requireHdf5(Path file, byte[] start) throws ModelFormatException {
    if (!startsWith(start, HDF5)) {
      throw new ModelFormatException(
          file.toString(),
          "a model file of Keras: .keras, .h5, or a SavedModel folder",
          start.length == 0 ? "an empty file" : "a file that begins with other bytes");
    }
  }
}
