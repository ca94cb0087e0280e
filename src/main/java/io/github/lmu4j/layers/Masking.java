package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Masks the time steps all of whose entries have one value, and sets them to zero.
 *
 * @param maskValue the value
 */
public record Masking(double maskValue) implements Layer {

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    return LayerFunction.everyStep(
        (tf, signals, pass) -> {
          Operand<T> x = signals.get(0).value(tf);
          Operand<TBool> differs = tf.math.notEqual(x, Constants.of(tf, x.type(), maskValue));
          Operand<TBool> mask = tf.any(differs, tf.constant(-1));
          Operand<T> kept = tf.select(tf.expandDims(mask, tf.constant(-1)), x, tf.zerosLike(x));
          return List.of(Signal.of(kept, Optional.of(mask)));
        });
  }
}
