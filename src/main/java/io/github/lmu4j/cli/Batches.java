package io.github.lmu4j.cli;

import io.github.lmu4j.weights.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Runs a model on many examples, some at a time. */
final class Batches {

  private Batches() {}

  /**
   * Runs a model.
   *
   * @param inputs array by input, one example a row
   * @param batchSize examples at a time
   * @param model from the inputs to the outputs of a batch
   * @return array by output
   */
  static Map<String, Array> run(
      Map<String, Array> inputs, int batchSize, UnaryOperator<Map<String, Array>> model) {
    int count = count(inputs);
    Map<String, List<Array>> parts = new LinkedHashMap<>();
    // An empty input still runs once, so that the outputs have their shapes.
    for (int first = 0; first == 0 || first < count; first += batchSize) {
      int[] rows = IntStream.range(first, Math.min(count, first + batchSize)).toArray();
      Map<String, Array> batch = new LinkedHashMap<>();
      inputs.forEach((name, array) -> batch.put(name, array.rows(rows)));
      model
          .apply(batch)
          .forEach((name, array) -> parts.computeIfAbsent(name, n -> new ArrayList<>()).add(array));
    }
    Map<String, Array> outputs = new LinkedHashMap<>();
    parts.forEach((name, arrays) -> outputs.put(name, Array.concat(arrays)));
    return outputs;
  }

  /** The number of examples, which all inputs share. */
  private static int count(Map<String, Array> arrays) {
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
}
