package io.github.lmu4j.layers;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The first input minus the second, repeated along axes of size 1. */
public record Subtract() implements Layer {

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException(
          "there must be two inputs (got %d)".formatted(inputs.size()));
    }
    return Merge.of(inputs, Subtract::combine);
  }

  private static <T extends TFloating> Operand<T> combine(Ops tf, List<Operand<T>> values) {
    return tf.math.sub(values.get(0), values.get(1));
  }
}
