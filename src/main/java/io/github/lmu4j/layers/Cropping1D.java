package io.github.lmu4j.layers;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Index;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.types.family.TFloating;

/**
 * Takes time steps away.
 *
 * @param before how many of the first
 * @param behind how many of the last
 */
public record Cropping1D(int before, int behind) implements Layer {

  /** Checks the numbers. */
  public Cropping1D {
    if (before < 0 || behind < 0) {
      throw new IllegalArgumentException(
          "cropping must not be negative (got %d and %d)".formatted(before, behind));
    }
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Windows.requireSequence(inputs.get(0));
    long time = inputs.get(0).get(1);
    if (time != Shape.UNKNOWN_SIZE && time <= (long) before + behind) {
      throw new IllegalArgumentException(
          "cropping must leave a time step of %d (got %d and %d)".formatted(time, before, behind));
    }
    Index kept = behind == 0 ? Indices.sliceFrom(before) : Indices.slice(before, -behind);
    LayerFunction<T> cropped =
        LayerFunction.withoutMask(
            (tf, x, pass) -> tf.stridedSlice(x.value(tf), Indices.all(), kept, Indices.all()));
    // What leaves the last step alone can run along a stream: the last step so far is there.
    return before == time - 1 ? new LastStep<>(cropped) : cropped;
  }
}
