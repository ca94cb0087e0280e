package io.github.lmu4j.layers;

import io.github.lmu4j.ops.DropoutMask;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Drops whole channels of a sequence in training, at all its time steps.
 *
 * @param rate part that is dropped, in [0, 1)
 */
public record SpatialDropout1D(double rate) implements Layer {

  /** Checks the rate. */
  public SpatialDropout1D {
    DropoutMask.requireRate("rate", rate);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Windows.requireSequence(inputs.get(0));
    Shape noise = Shape.of(Shape.UNKNOWN_SIZE, 1, Shape.UNKNOWN_SIZE);
    return new Dropout(rate, Optional.of(noise)).build(weights, inputs);
  }
}
