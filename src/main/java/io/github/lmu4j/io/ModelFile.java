package io.github.lmu4j.io;

import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes model files of Keras, NengoDL and PyTorch. What is read is told by its content,
 * whatever its name.
 *
 * <pre>{@code
 * LoadedModel loaded = ModelFile.read(Path.of("model.keras"));
 * try (Predictor predictor = Predictor.of(loaded.model(), loaded.weights(), loaded.type())) {
 *   Array y = predictor.predict(x);
 * }
 * }</pre>
 */
public final class ModelFile {

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};

  /** How much of a file tells what it is. */
  private static final int START = 9;

  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private ModelFile() {}

  /**
   * Reads a whole model that computes Keras' own outputs.
   *
   * @param file a {@code .keras} file, a whole-model {@code .h5} file, the folder of a SavedModel
   *     that Keras 2 or this library's {@code fit} wrote, a {@code .npz} file of NengoDL, or an LMU
   *     of PyTorch ({@code .pt}, {@code .safetensors}), which gives the output of its last step
   * @return the model
   * @throws ModelFormatException if it is none of these, or has something that this library has not
   * @throws IOException if it cannot be read
   */
  public static LoadedModel read(Path file) throws IOException {
    return read(file, Precision.KERAS);
  }

  /**
   * Reads a whole model.
   *
   * @param file a {@code .keras} file, a whole-model {@code .h5} file, the folder of a SavedModel
   *     that Keras 2 or this library's {@code fit} wrote, a {@code .npz} file of NengoDL, or an LMU
   *     of PyTorch ({@code .pt}, {@code .safetensors}), which gives the output of its last step
   * @param precision how exactly memories are discretized: {@link Precision#KERAS} for Keras' own
   *     outputs
   * @return the model
   * @throws ModelFormatException if it is none of these, or has something that this library has not
   * @throws IOException if it cannot be read
   */
  public static LoadedModel read(Path file, Precision precision) throws IOException {
    AtomicFolder.recover(file);
    if (Files.isDirectory(file)) {
      return readFolder(file, precision);
    }
    if (TensorFlowCheckpoint.isOne(file)) {
      throw new ModelFormatException(
          file.toString(),
          "a whole model; weights alone need the configuration of their model",
          "a checkpoint");
    }
    if (isPyTorch(file)) {
      return readPyTorch(file, false);
    }
    byte[] start = FileBytes.start(file, HDF5.length);
    if (startsWith(start, ZIP)) {
      return Npz.isOne(file) ? NengoDlFile.read(file) : KerasArchive.read(file, precision);
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
      return KerasLegacyFile.readModel(root, precision);
    }
  }

  /**
   * Tells whether a file holds tensors of PyTorch: one of {@code torch.save}, or safetensors.
   *
   * @param file a file of any kind
   * @return whether its content begins like one
   * @throws IOException if it cannot be read
   */
  public static boolean isPyTorch(Path file) throws IOException {
    if (Files.isDirectory(file) || TensorFlowCheckpoint.isOne(file)) {
      return false;
    }
    byte[] start = FileBytes.start(file, START);
    if (startsWith(start, ZIP)) {
      try (ZipArchive archive = ZipArchive.open(file)) {
        return TorchFile.isOne(archive);
      }
    }
    return TorchFile.isLegacy(start) || Safetensors.isOne(start);
  }

  /**
   * Reads an LMU or LMUFFT of PyTorch, of either kind of file.
   *
   * @param file the file
   * @param sequences whether the model returns what every step gives, or the last alone; the file
   *     does not say
   * @return the model
   * @throws ModelFormatException if it is no such file, or not of such a network
   * @throws IOException if it cannot be read
   */
  public static LoadedModel readPyTorch(Path file, boolean sequences) throws IOException {
    return Safetensors.isOne(FileBytes.start(file, START))
        ? Safetensors.read(file, sequences)
        : PyTorchFile.read(file, sequences);
  }

  private static LoadedModel readFolder(Path folder, Precision precision) throws IOException {
    if (!SavedModel.isSavedModel(folder)) {
      throw new ModelFormatException(
          folder.toString(), "a SavedModel folder with saved_model.pb", "none");
    }
    Optional<Path> own = SavedModelExtra.config(folder);
    if (!KerasSavedModel.isOne(folder) && own.isPresent()) {
      return SavedModelExtra.read(folder, own.get(), precision);
    }
    return KerasSavedModel.read(folder, precision);
  }

  /**
   * Reads the weights of a model whose configuration is known.
   *
   * @param file a {@code .weights.h5} file, an older {@code .h5} file of weights, an {@code .npz},
   *     {@code .pt} or {@code .safetensors} file of arrays named by this library's paths, or the
   *     prefix of a TensorFlow checkpoint
   * @param config the configuration
   * @return the model with its weights
   * @throws ModelFormatException if the file is none of these, or does not fit the configuration
   * @throws IOException if it cannot be read
   */
  public static LoadedModel read(Path file, KerasConfig config) throws IOException {
    if (TensorFlowCheckpoint.isOne(file)) {
      return LoadedModel.of(
          config, TensorFlowCheckpoint.read(file, config), "TensorFlow checkpoint");
    }
    if (isPyTorch(file)) {
      Map<String, Array> tensors =
          Safetensors.isOne(FileBytes.start(file, START))
              ? Safetensors.readTensors(file)
              : PyTorchFile.readTensors(file);
      return LoadedModel.of(config, config.complete(file.toString(), tensors), "tensors by path");
    }
    byte[] start = FileBytes.start(file, HDF5.length);
    if (startsWith(start, ZIP) || startsWith(start, EMPTY_ZIP)) {
      return LoadedModel.of(config, NamedWeights.read(file, config), "NumPy arrays (.npz)");
    }
    requireHdf5(file, start);
    try (Hdf5File hdf5 = Hdf5File.open(file)) {
      Hdf5Group root = hdf5.root();
      boolean legacy = KerasLegacyFile.isWeights(root) || KerasLegacyFile.isModel(root);
      return legacy
          ? LoadedModel.of(config, KerasLegacyFile.readWeights(root, config), "Keras weights (.h5)")
          : LoadedModel.of(
              config, KerasWeightsFile.read(root, config), "Keras weights (.weights.h5)");
    }
  }

  /**
   * Tells whether a file becomes a model that can be trained; a SavedModel without a description of
   * its layers runs as it is, through {@link SavedModel}.
   *
   * @param path a model file of any kind
   * @return whether {@link #read(Path)} is the way to open it
   */
  public static boolean isTrainable(Path path) {
    return !SavedModel.isSavedModel(path)
        || KerasSavedModel.isOne(path)
        || SavedModelExtra.config(path).isPresent();
  }

  /**
   * Describes a model file for people and programs: format, version, layers with their arguments,
   * shapes, parameters, signatures, and whether it can be trained here.
   *
   * @param path a model file of any kind that needs no configuration beside it
   * @param trusted whether a SavedModel may have operations that could touch files
   * @return a tree of maps, lists, texts, numbers and truth values
   * @throws ModelFormatException if it is no model file, or no sound one
   * @throws IOException if it cannot be read
   */
  public static Map<String, Object> describe(Path path, boolean trusted) throws IOException {
    if (!SavedModel.isSavedModel(path)) {
      return read(path).describe();
    }
    Map<String, Object> described = new LinkedHashMap<>();
    try (SavedModel model = trusted ? SavedModel.openTrusted(path) : SavedModel.open(path)) {
      described.putAll(model.describe());
    }
    if (!isTrainable(path)) {
      described.put("trainable here", false);
      described.put(
          "reason", "no keras_metadata.pb or assets.extra/config.json, which describe the layers");
      return described;
    }
    try {
      Map<String, Object> layers = new LinkedHashMap<>(read(path).describe());
      layers.put("signatures", described.getOrDefault("signatures", Map.of()));
      return layers;
    } catch (ModelFormatException e) {
      described.put("trainable here", false);
      described.put("reason", String.valueOf(e.getMessage()));
      return described;
    }
  }

  /**
   * Writes a model in the form that the file's name means: {@code .keras}, {@code .h5}, {@code
   * .weights.h5}, {@code .ckpt}, {@code .npz}, or a folder for a SavedModel. The file is read back
   * before it takes the place of an older one.
   *
   * @param target the file or folder
   * @param model the model
   * @throws IllegalArgumentException if there is no such form, or it cannot hold the model
   * @throws IOException if it cannot be written; what was at the target stays as it was
   */
  public static void write(Path target, LoadedModel model) throws IOException {
    write(target, model, ModelFormat.of(target, model), false);
  }

  /**
   * Writes a model.
   *
   * @param target the file, folder, or what the names of a checkpoint's files begin with
   * @param model the model
   * @param format the form
   * @param half whether weights are stored as float16, which is lossy
   * @throws IllegalArgumentException if the form cannot hold the model
   * @throws IOException if it cannot be written; what was at the target stays as it was
   */
  public static void write(Path target, LoadedModel model, ModelFormat format, boolean half)
      throws IOException {
    format.write(target, model, half);
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  private static void requireHdf5(Path file, byte[] start) throws ModelFormatException {
    if (!startsWith(start, HDF5)) {
      throw new ModelFormatException(
          file.toString(),
          "a model file: .keras, .h5, .npz of NengoDL, .pt, .safetensors, or a SavedModel folder",
          start.length == 0 ? "an empty file" : "a file that begins with other bytes");
    }
  }
}
