package io.github.lmu4j.layers;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Changes the order of axes.
 *
 * @param dims for each axis behind the batch, which axis of the input comes there; counted from 1
 */
public record Permute(List<Integer> dims) implements Layer {

  /** Checks that every axis comes once. */
  public Permute {
    dims = List.copyOf(dims);
    if (!dims.stream()
        .sorted()
        .toList()
        .equals(IntStream.rangeClosed(1, dims.size()).boxed().toList())) {
      throw new IllegalArgumentException(
          "dims must hold every axis from 1 to %d once (got %s)".formatted(dims.size(), dims));
    }
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    if (inputs.get(0).numDimensions() != dims.size() + 1) {
      throw new IllegalArgumentException(
          "the input must have rank %d (got shape %s)".formatted(dims.size() + 1, inputs.get(0)));
    }
    int[] order = IntStream.concat(IntStream.of(0), dims.stream().mapToInt(i -> i)).toArray();
    return LayerFunction.withoutMask(
        (tf, x, pass) -> tf.linalg.transpose(x.value(tf), tf.constant(order)));
  }
}
