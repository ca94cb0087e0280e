package io.github.lmu4j.cli;

import io.github.lmu4j.io.ModelFormatException;
import io.github.lmu4j.io.Npy;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.io.SavedModel;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A model file that is ready to run, whatever its format. */
final class ModelSource implements AutoCloseable {

  private final SavedModel model;
  private final String signature;

  private ModelSource(SavedModel model, String signature) {
    this.model = model;
    this.signature = signature;
  }

  static ModelSource open(Path path, String signature) throws IOException {
    SavedModel model = SavedModel.open(path);
    try {
      model.signature(signature);
    } catch (IllegalArgumentException e) {
      model.close();
      throw e;
    }
    return new ModelSource(model, signature);
  }

  Set<String> inputNames() {
    return new TreeSet<>(model.signature(signature).inputNames());
  }

  /**
   * Reads the model's inputs from a file.
   *
   * @param file {@code .npz} with one array an input; a single array may have any name
   */
  Map<String, Array> readInputs(Path file) throws IOException {
    Map<String, Array> arrays =
        file.toString().endsWith(".npy") ? Map.of("x", Npy.read(file)) : Npz.read(file);
    return select(arrays, file);
  }

  /** The arrays that are inputs of the model. */
  Map<String, Array> select(Map<String, Array> arrays, Path file) throws IOException {
    Set<String> names = inputNames();
    if (names.size() == 1 && arrays.size() == 1) {
      return Map.of(names.iterator().next(), arrays.values().iterator().next());
    }
    if (!arrays.keySet().containsAll(names)) {
      throw new ModelFormatException(
          file.toString(), "an array for each input, " + names, arrays.keySet().toString());
    }
    Map<String, Array> selected = new LinkedHashMap<>(arrays);
    selected.keySet().retainAll(names);
    return selected;
  }

  /** Runs the model batch by batch. */
  Map<String, Array> run(Map<String, Array> inputs, int batchSize) {
    int count = count(inputs);
    Map<String, List<Array>> parts = new LinkedHashMap<>();
    // An empty input still runs once, so that the outputs have their shapes.
    for (int first = 0; first == 0 || first < count; first += batchSize) {
      int begin = first;
      int end = Math.min(count, first + batchSize);
      Map<String, Array> batch = new LinkedHashMap<>();
      inputs.forEach(
          (name, array) -> batch.put(name, array.rows(IntStream.range(begin, end).toArray())));
      model
          .run(signature, batch)
          .forEach((name, array) -> parts.computeIfAbsent(name, n -> new ArrayList<>()).add(array));
    }
    Map<String, Array> outputs = new LinkedHashMap<>();
    parts.forEach((name, arrays) -> outputs.put(name, Array.concat(arrays)));
    return outputs;
  }

  /** The number of examples, which all inputs share. */
  static int count(Map<String, Array> arrays) {
    int count = -1;
    for (var entry : arrays.entrySet()) {
      if (entry.getValue().shape().numDimensions() == 0) {
        throw new IllegalArgumentException(
            "%s must have a batch axis (got a scalar)".formatted(entry.getKey()));
      }
      int size = Math.toIntExact(entry.getValue().shape().get(0));
      if (count >= 0 && count != size) {
        throw new IllegalArgumentException(
            "all inputs must have the same batch size (got %d and %d)".formatted(count, size));
      }
      count = size;
    }
    return count;
  }

  @Override
  public void close() {
    model.close();
  }
}
