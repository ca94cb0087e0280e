package io.github.lmu4j.layers;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The product of the inputs, entry by entry, repeated along axes of size 1. */
public record Multiply() implements Layer {

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    return Merge.of(inputs, Multiply::combine);
  }

  private static <T extends TFloating> Operand<T> combine(Ops tf, List<Operand<T>> values) {
    Operand<T> result = values.get(0);
    for (Operand<T> value : values.subList(1, values.size())) {
      result = tf.math.mul(result, value);
    }
    return result;
  }
}
