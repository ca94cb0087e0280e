package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The greatest entry of each channel over windows along time: (batch, time, n) becomes (batch,
 * windows, n).
 *
 * @param poolSize steps of a window
 * @param strides steps from a window to the next
 * @param padding what is done at the ends; not causal. What is added does not count
 */
public record MaxPooling1D(int poolSize, int strides, Padding padding) implements Layer {

  /** Checks the sizes. */
  public MaxPooling1D {
    if (padding == Padding.CAUSAL) {
      throw new IllegalArgumentException("padding must be valid or same (got causal)");
    }
    var unused = new Windows(poolSize, strides, 1, padding);
  }

  /**
   * Windows side by side, as Keras has them by default.
   *
   * @param poolSize steps of a window
   */
  public MaxPooling1D(int poolSize) {
    this(poolSize, poolSize, Padding.VALID);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Windows.requireSequence(inputs.get(0));
    Windows windows = new Windows(poolSize, strides, 1, padding);
    return LayerFunction.withoutMask((tf, x, pass) -> pooled(tf, x.value(tf), windows));
  }

  private static <T extends TFloating> Operand<T> pooled(Ops tf, Operand<T> x, Windows windows) {
    Operand<T> lowest = Constants.of(tf, x.type(), Double.NEGATIVE_INFINITY);
    List<Operand<T>> entries = windows.entries(tf, x, lowest);
    Operand<T> greatest = entries.get(0);
    for (Operand<T> entry : entries.subList(1, entries.size())) {
      greatest = tf.math.maximum(greatest, entry);
    }
    return greatest;
  }
}
