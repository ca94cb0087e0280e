package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * {@code x scale + offset}.
 *
 * @param scale factor
 * @param offset added after scaling
 */
public record Rescaling(double scale, double offset) implements Layer {

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    return LayerFunction.of(
        (tf, x, pass) -> {
          Operand<T> value = x.value(tf);
          return tf.math.add(
              tf.math.mul(value, Constants.of(tf, value.type(), scale)),
              Constants.of(tf, value.type(), offset));
        });
  }
}
