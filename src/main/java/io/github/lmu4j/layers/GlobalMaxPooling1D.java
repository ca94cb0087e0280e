package io.github.lmu4j.layers;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Max;
import org.tensorflow.types.family.TFloating;

/**
 * The greatest entry of each channel over all time steps, masked or not: (batch, time, n) becomes
 * (batch, n).
 *
 * @param keepDims whether the time axis stays, with size 1
 */
public record GlobalMaxPooling1D(boolean keepDims) implements Layer {

  /** Takes the time axis away, as Keras does by default. */
  public GlobalMaxPooling1D() {
    this(false);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Windows.requireSequence(inputs.get(0));
    return LayerFunction.withoutMask(
        (tf, x, pass) -> tf.max(x.value(tf), tf.constant(1), Max.keepDims(keepDims)));
  }
}
