package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Adds time steps of zeros.
 *
 * @param before how many come first
 * @param behind how many come last
 */
public record ZeroPadding1D(int before, int behind) implements Layer {

  /** Checks the numbers. */
  public ZeroPadding1D {
    if (before < 0 || behind < 0) {
      throw new IllegalArgumentException(
          "padding must not be negative (got %d and %d)".formatted(before, behind));
    }
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Windows.requireSequence(inputs.get(0));
    return LayerFunction.withoutMask(
        (tf, x, pass) -> {
          Operand<T> value = x.value(tf);
          return tf.pad(
              value,
              tf.constant(new int[][] {{0, 0}, {before, behind}, {0, 0}}),
              Constants.of(tf, value.type(), 0));
        });
  }
}
