package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of each channel over all time steps that count: (batch, time, n) becomes (batch, n).
 *
 * @param keepDims whether the time axis stays, with size 1
 */
public record GlobalAveragePooling1D(boolean keepDims) implements Layer {

  /** Takes the time axis away, as Keras does by default. */
  public GlobalAveragePooling1D() {
    this(false);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Windows.requireSequence(inputs.get(0));
    return LayerFunction.withoutMask(this::mean);
  }

  private <T extends TFloating> Operand<T> mean(Ops tf, Signal<T> input, Object pass) {
    Operand<T> x = input.value(tf);
    Operand<TInt32> time = tf.constant(1);
    if (input.mask().isEmpty()) {
      return tf.math.mean(x, time, Mean.keepDims(keepDims));
    }
    Operand<TBool> counts = tf.expandDims(input.mask().orElseThrow(), tf.constant(2));
    Operand<T> kept = tf.select(counts, x, tf.zerosLike(x));
    Operand<T> number = tf.dtypes.cast(counts, x.type());
    return tf.math.div(
        tf.sum(kept, time, Sum.keepDims(keepDims)), tf.sum(number, time, Sum.keepDims(keepDims)));
  }
}
