package io.github.lmu4j.layers;

import static io.github.lmu4j.ops.RuntimeShape.constant;
import static io.github.lmu4j.ops.RuntimeShape.join;
import static io.github.lmu4j.ops.RuntimeShape.sizes;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Repeats every time step: (batch, time, n) becomes (batch, time * size, n).
 *
 * @param size how often
 */
public record UpSampling1D(int size) implements Layer {

  /** Checks the number. */
  public UpSampling1D {
    Windows.requirePositive("size", size);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Windows.requireSequence(inputs.get(0));
    return LayerFunction.withoutMask((tf, x, pass) -> repeated(tf, x.value(tf)));
  }

  private <T extends TFloating> Operand<T> repeated(Ops tf, Operand<T> x) {
    Operand<T> repeated =
        tf.tile(tf.expandDims(x, tf.constant(2)), tf.constant(new int[] {1, 1, size, 1}));
    long time = x.shape().get(1);
    Operand<TInt32> steps = constant(tf, time == Shape.UNKNOWN_SIZE ? -1 : time * size);
    return tf.reshape(repeated, join(tf, sizes(tf, x, 0, 1), steps, sizes(tf, x, 2, 3)));
  }
}
