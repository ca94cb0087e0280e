package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Model files that are read back before they take their place, so that none that is damaged ever
 * does.
 */
final class CheckedFile {

  private CheckedFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content {
    /**
     * Writes a file.
     *
     * @param file a path at which there is no file yet
     * @param model what is written
     * @param half whether weights are stored as float16
     */
    void write(Path file, LoadedModel model, boolean half) throws IOException;
  }

  /** Makes the content of an HDF5 file. */
  @FunctionalInterface
  interface Hdf5Content {
    /** The root of the file. */
    Hdf5Tree tree(LoadedModel model, boolean half) throws IOException;
  }

  /** Writes whole models. */
  static ModelFormat.Writer ofModel(Content content) {
    return (target, model, half) ->
        AtomicFile.replace(
            target,
            beside -> {
              content.write(beside, model, half);
              requireSame(target, ModelFile.read(beside).weights(), model, half);
            });
  }

  /** Writes weights alone. */
  static ModelFormat.Writer ofWeights(Content content) {
    return (target, model, half) ->
        AtomicFile.replace(
            target,
            beside -> {
              content.write(beside, model, half);
              Weights read = ModelFile.read(beside, model.config()).weights();
              requireSame(target, read, model, half);
            });
  }

  /** Writes an HDF5 file. */
  static Content hdf5(Hdf5Content content) {
    return (file, model, half) -> Files.write(file, Hdf5Writer.write(content.tree(model, half)));
  }

  /** Refuses float16 where a form has no place for it. */
  static Content inFull(Content content) {
    return (file, model, half) -> {
      requireFull(half);
      content.write(file, model, half);
    };
  }

  static void requireFull(boolean half) {
    if (half) {
      throw new IllegalArgumentException(
          "float16 weights must go to a .keras or .h5 file, whose readers widen them (got another"
              + " form)");
    }
  }

  /**
   * Compares what a file holds with what should be in it.
   *
   * @throws IOException if they differ: the file is not to be used
   */
  static void requireSame(Path target, Weights written, LoadedModel model, boolean half)
      throws IOException {
    Weights whole = model.weights().cast(model.type());
    Weights expected = half ? WeightRounding.toHalf(whole).rounded() : whole;
    for (Map.Entry<String, Array> weight : expected.values().entrySet()) {
      if (!written.get(weight.getKey()).equals(weight.getValue())) {
        throw new IOException(
            "%s: expected %s as it was written, found other values; the file is not replaced"
                .formatted(target, weight.getKey()));
      }
    }
  }
}
