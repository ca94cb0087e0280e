package io.github.lmu4j.ops;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * A value on its way from layer to layer, known by what may be asked of it.
 *
 * <p>A layer that multiplies its input by a matrix asks for the product, not for the value: the
 * memory of an LMU answers by multiplying the matrix into its filter, and the value, which is order
 * times larger than the input, is never made.
 *
 * @param <T> dtype
 */
public interface Signal<T extends TFloating> {

  /**
   * The value itself.
   *
   * @param tf operations of the graph
   * @return the value, made at the first call
   */
  Operand<T> value(Ops tf);

  /**
   * The product of the value's last axis with a matrix.
   *
   * @param tf operations of the graph
   * @param matrix shape (size of the last axis, units)
   * @return the value's shape with the last axis replaced by units
   */
  Operand<T> times(Ops tf, Operand<T> matrix);

  /**
   * The value's static shape.
   *
   * @return shape, with -1 where a size is not known before the run
   */
  Shape shape();

  /**
   * Which time steps count.
   *
   * @return a mask of shape (batch, time), or empty where all do
   */
  Optional<Operand<TBool>> mask();

  /**
   * The size of the first axis.
   *
   * @param tf operations of the graph
   * @return scalar
   */
  default Operand<TInt64> batch(Ops tf) {
    return tf.stridedSlice(tf.shape(value(tf), TInt64.class), Indices.at(0));
  }

  /**
   * A plain value.
   *
   * @param <T> dtype
   * @param value the value
   * @return a signal without a mask
   */
  static <T extends TFloating> Signal<T> of(Operand<T> value) {
    return new PlainSignal<>(value, Optional.empty());
  }

  /**
   * A plain value under a mask.
   *
   * @param <T> dtype
   * @param value the value
   * @param mask shape (batch, time), or empty
   * @return a signal
   */
  static <T extends TFloating> Signal<T> of(Operand<T> value, Optional<Operand<TBool>> mask) {
    return new PlainSignal<>(value, mask);
  }

  /**
   * Two signals side by side along the last axis.
   *
   * @param <T> dtype
   * @param first left part; its mask is kept
   * @param second right part, of the same leading shape
   * @return the concatenation, whose product with a matrix is the sum of both parts' products
   */
  static <T extends TFloating> Signal<T> concat(Signal<T> first, Signal<T> second) {
    return new ConcatSignal<>(first, second);
  }

  /**
   * The size of the last axis.
   *
   * @return the static size
   * @throws IllegalArgumentException if it is not known before the run
   */
  default int size() {
    Shape shape = shape();
    if (shape.isUnknown() || shape.numDimensions() == 0 || shape.get(-1) == Shape.UNKNOWN_SIZE) {
      throw new IllegalArgumentException(
          "the size of the last axis must be known when a layer is built (got shape %s)"
              .formatted(shape));
    }
    return Math.toIntExact(shape.get(-1));
  }
}
