package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@code keras.layers.ELU}: x, or {@code alpha (exp(x) - 1)} below zero.
 *
 * @param alpha factor below zero
 */
public record Elu(double alpha) implements Layer {

  /** A factor of 1, as Keras has it by default. */
  public Elu() {
    this(1);
  }

  @Override
  public String kerasName() {
    return "ELU";
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    return LayerFunction.of((tf, x, pass) -> apply(tf, x.value(tf)));
  }

  private <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
    Operand<T> y = tf.nn.elu(x);
    return tf.select(
        tf.math.greater(x, tf.zerosLike(x)), y, tf.math.mul(y, Constants.of(tf, x.type(), alpha)));
  }
}
