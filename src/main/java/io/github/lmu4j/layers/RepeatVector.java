package io.github.lmu4j.layers;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Repeats a vector as a sequence: (batch, m) becomes (batch, n, m).
 *
 * @param n number of time steps
 */
public record RepeatVector(int n) implements Layer {

  /** Checks the number. */
  public RepeatVector {
    Windows.requirePositive("n", n);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    if (inputs.get(0).numDimensions() != 2) {
      throw new IllegalArgumentException(
          "the input must have shape (batch, m) (got %s)".formatted(inputs.get(0)));
    }
    return LayerFunction.withoutMask(
        (tf, x, pass) ->
            tf.tile(tf.expandDims(x.value(tf), tf.constant(1)), tf.constant(new int[] {1, n, 1})));
  }
}
