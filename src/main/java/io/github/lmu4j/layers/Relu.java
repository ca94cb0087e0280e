package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@code keras.layers.ReLU}: x above the threshold, but no more than maxValue; below, {@code
 * negativeSlope (x - threshold)}.
 *
 * @param maxValue greatest output, if any
 * @param negativeSlope slope below the threshold
 * @param threshold where the slope changes
 */
public record Relu(Optional<Double> maxValue, double negativeSlope, double threshold)
    implements Layer {

  /** {@code max(x, 0)}, as Keras has it by default. */
  public Relu() {
    this(Optional.empty(), 0, 0);
  }

  @Override
  public String kerasName() {
    return "ReLU";
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    return LayerFunction.of((tf, x, pass) -> apply(tf, x.value(tf)));
  }

  private <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
    Class<T> type = x.type();
    Operand<T> bound = Constants.of(tf, type, threshold);
    Operand<T> upper =
        threshold == 0 ? tf.nn.relu(x) : tf.select(tf.math.greater(x, bound), x, tf.zerosLike(x));
    if (maxValue.isPresent()) {
      Operand<T> greatest = Constants.of(tf, type, maxValue.orElseThrow());
      upper = tf.math.maximum(tf.math.minimum(upper, greatest), tf.zerosLike(x));
    }
    if (negativeSlope == 0) {
      return upper;
    }
    Operand<T> lower = tf.nn.relu(tf.math.sub(bound, x));
    return tf.math.sub(upper, tf.math.mul(lower, Constants.of(tf, type, negativeSlope)));
  }
}
