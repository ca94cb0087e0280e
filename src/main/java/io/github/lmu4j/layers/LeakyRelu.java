package io.github.lmu4j.layers;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * {@code keras.layers.LeakyReLU}: x, or {@code negativeSlope x} below zero. The slope is rounded to
 * float32, as it is in TensorFlow's operation.
 *
 * @param negativeSlope slope below zero
 */
public record LeakyRelu(double negativeSlope) implements Layer {

  /** A slope of 0.3, as Keras has it by default. */
  public LeakyRelu() {
    this(0.3);
  }

  @Override
  public String kerasName() {
    return "LeakyReLU";
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    var slope = org.tensorflow.op.nn.LeakyRelu.alpha((float) negativeSlope);
    return LayerFunction.of((tf, x, pass) -> tf.nn.leakyRelu(x.value(tf), slope));
  }
}
