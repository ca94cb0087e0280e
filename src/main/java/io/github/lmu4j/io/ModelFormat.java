package io.github.lmu4j.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The forms in which models are written: here is the one list of them. Each entry has the name that
 * {@code convert --to} takes, the ending of a file's name that means it, and what writes it.
 */
public enum ModelFormat {
  /** An archive of Keras 3: configuration, weights, optimizer. */
  KERAS("keras", ".keras", archive(KerasVersion.KERAS3)),
  /** The same as Keras 2.13 writes it. */
  KERAS2("keras2", ".keras", archive(KerasVersion.KERAS2)),
  /** A whole model in HDF5 as Keras 3 writes it. */
  KERAS3_H5("keras3-h5", ".h5", wholeModel(KerasVersion.KERAS3)),
  /** A whole model in HDF5 as Keras 2 writes it. */
  KERAS2_H5("keras2-h5", ".h5", wholeModel(KerasVersion.KERAS2)),
  /** Weights alone, as Keras 3 saves them. */
  KERAS3_WEIGHTS("keras3-weights", ".weights.h5", weights(KerasVersion.KERAS3)),
  /** Weights alone, as Keras 2.12 and later save them. */
  KERAS2_WEIGHTS("keras2-weights", ".weights.h5", weights(KerasVersion.KERAS2)),
  /** Weights alone, as Keras saved them before: in the order of layers. */
  LEGACY_WEIGHTS(
      "legacy-weights", "", CheckedFile.ofWeights(CheckedFile.hdf5(KerasLegacyFile::weights))),
  /** Weights alone: a checkpoint of TensorFlow with the objects of Keras 2. */
  CHECKPOINT("checkpoint", ".ckpt", TensorFlowCheckpoint::write),
  /** A folder that TensorFlow runs as it is, and of which this library makes the model again. */
  SAVED_MODEL("saved-model", "", inFull(SavedModelWriter::write)),
  /** Weights alone: NumPy's arrays, named by this library's paths. */
  NPZ("npz", ".npz", CheckedFile.ofWeights(CheckedFile.inFull(NamedWeights::write))),
  /** The parameters of NengoDL's LMU: arrays without names. */
  NENGODL("nengodl", "", inFull(NengoDlFile::write)),
  /** The tensors of an LMU or LMUFFT, as PyTorch saves them. */
  PYTORCH("pytorch", ".pt", inFull(PyTorchFile::write)),
  /** The same in safetensors. */
  SAFETENSORS("safetensors", ".safetensors", inFull(Safetensors::write));

  /** Endings of forms that are not written here, which no folder is called by mistake. */
  private static final List<String> FOREIGN =
      List.of(".onnx", ".tflite", ".pb", ".pth", ".json", ".zip");

  private final String key;
  private final String ending;

  // Writers hold nothing that changes; Error Prone asks for its own annotation on them.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Writer writer;

  ModelFormat(String key, String ending, Writer writer) {
    this.key = key;
    this.ending = ending;
    this.writer = writer;
  }

  /** Writes a model in one form. */
  @FunctionalInterface
  interface Writer {
    /**
     * Writes a file or folder, which replaces an older one at once or not at all.
     *
     * @param target the file or folder
     * @param model what is written
     * @param half whether weights are stored as float16
     * @throws IllegalArgumentException if the form cannot hold the model
     * @throws IOException if it cannot be written
     */
    void write(Path target, LoadedModel model, boolean half) throws IOException;
  }

  /** Writes a model in a form that has no float16. */
  @FunctionalInterface
  private interface FullWriter {
    void write(Path target, LoadedModel model) throws IOException;
  }

  /**
   * The name by which a form is asked for.
   *
   * @return such as {@code keras2-h5}
   */
  public String key() {
    return key;
  }

  /**
   * Finds a form by its name.
   *
   * @param key such as {@code keras2-h5}
   * @return the form
   * @throws IllegalArgumentException if there is none of that name
   */
  public static ModelFormat named(String key) {
    return Arrays.stream(values())
        .filter(format -> format.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "format must be one of %s (got %s)"
                        .formatted(Arrays.stream(values()).map(ModelFormat::key).toList(), key)));
  }

  /**
   * Finds the form that a file's name means. Of two that share an ending, it is the one of the
   * Keras that wrote the model's configuration, but {@code .keras} means Keras 3; a name without a
   * known ending is that of a SavedModel's folder.
   *
   * @param target the file or folder
   * @param model what will be written
   * @return the form
   * @throws IllegalArgumentException if the ending is that of a form that is not written here
   */
  public static ModelFormat of(Path target, LoadedModel model) {
    requireKnown(target);
    String name = String.valueOf(target.getFileName());
    Optional<ModelFormat> longest = Optional.empty();
    for (ModelFormat format : values()) {
      boolean longer =
          longest.map(each -> format.ending.length() > each.ending.length()).orElse(true);
      if (format.isEndingOf(name) && longer) {
        longest = Optional.of(format);
      }
    }
    boolean keras2 = model.config().version() == KerasVersion.KERAS2;
    return switch (longest.orElse(SAVED_MODEL)) {
      case KERAS3_H5, KERAS2_H5 -> keras2 ? KERAS2_H5 : KERAS3_H5;
      case KERAS3_WEIGHTS, KERAS2_WEIGHTS -> keras2 ? KERAS2_WEIGHTS : KERAS3_WEIGHTS;
      default -> longest.orElse(SAVED_MODEL);
    };
  }

  /**
   * Checks that a model could be written, before the work that leads to it is done.
   *
   * @param target the file or folder
   * @throws IllegalArgumentException if the ending is that of a form that is not written here
   * @throws IOException if there is no place for it
   */
  public static void requireWritable(Path target) throws IOException {
    requireKnown(target);
    String name = String.valueOf(target.getFileName());
    Arrays.stream(values())
        .filter(format -> format.isEndingOf(name))
        .findFirst()
        .orElse(SAVED_MODEL)
        .requirePlace(target);
  }

  /**
   * Checks that there is a place for a file or folder of this form.
   *
   * @param target the file or folder
   * @throws IOException if there is none
   */
  public void requirePlace(Path target) throws IOException {
    if (this == SAVED_MODEL) {
      AtomicFolder.requireWritable(target);
    } else {
      AtomicFile.requireWritable(target);
    }
  }

  /**
   * Checks that this form can hold a model, before the work that gives the model other numbers:
   * writes it to a hidden place beside the target, and removes that. A SavedModel holds any.
   *
   * @param target where the file is wanted, in a folder that exists
   * @param model of the same layers and optimizer as what will be written
   * @throws IllegalArgumentException if the form cannot hold it
   * @throws IOException if it cannot be written
   */
  public void requireHolds(Path target, LoadedModel model) throws IOException {
    if (this == SAVED_MODEL) {
      return;
    }
    Path absolute = target.toAbsolutePath();
    try (HiddenPlace hidden = HiddenPlace.beside(absolute)) {
      Path trial = Files.createDirectory(hidden.fresh());
      write(trial.resolve(String.valueOf(absolute.getFileName())), model, false);
    }
  }

  private boolean isEndingOf(String name) {
    return !ending.isEmpty() && name.endsWith(ending);
  }

  private static void requireKnown(Path target) {
    String name = String.valueOf(target.getFileName());
    boolean known = Arrays.stream(values()).anyMatch(format -> format.isEndingOf(name));
    if (!known && FOREIGN.stream().anyMatch(name::endsWith)) {
      throw new IllegalArgumentException(
          "a model's file must end in one of %s, or be a folder (got %s)"
              .formatted(
                  Arrays.stream(values())
                      .map(format -> format.ending)
                      .filter(each -> !each.isEmpty())
                      .distinct()
                      .toList(),
                  target));
    }
  }

  void write(Path target, LoadedModel model, boolean half) throws IOException {
    writer.write(target, model, half);
  }

  /** Writes a form that has no float16. */
  private static Writer inFull(FullWriter writer) {
    return (target, model, half) -> {
      CheckedFile.requireFull(half);
      writer.write(target, model);
    };
  }

  private static Writer archive(KerasVersion version) {
    return CheckedFile.ofModel(
        (file, model, half) -> KerasArchive.write(file, model, version, half));
  }

  private static Writer wholeModel(KerasVersion version) {
    return CheckedFile.ofModel(
        CheckedFile.hdf5((model, half) -> KerasLegacyFile.model(model, version, half)));
  }

  private static Writer weights(KerasVersion version) {
    return CheckedFile.ofWeights(
        CheckedFile.hdf5((model, half) -> KerasWeightsFile.tree(model, version, half)));
  }
}
