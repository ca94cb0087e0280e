package io.github.lmu4j.ops;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The input of a memory.
 *
 * @param values shape (batch, time, channels)
 * @param steps the size of the time axis, or -1 where only the running graph knows it
 * @param channels number of channels
 */
record InputSequence<T extends TFloating>(Operand<T> values, int steps, int channels) {

  static <T extends TFloating> InputSequence<T> of(Operand<T> values) {
    Shape shape = values.shape();
    if (shape.numDimensions() != 3 || shape.get(2) < 1 || shape.get(1) == 0) {
      throw new IllegalArgumentException(
          "the input must have shape (batch, time, channels), with known channels (got %s)"
              .formatted(shape));
    }
    return new InputSequence<>(values, (int) shape.get(1), (int) shape.get(2));
  }

  boolean hasKnownLength() {
    return steps >= 0;
  }

  Class<T> type() {
    return values.type();
  }

  /** The size of the time axis, a scalar. */
  Operand<TInt32> length(Ops tf) {
    return hasKnownLength() ? tf.constant(steps) : size(tf, values, 1);
  }

  /** The last steps, after zeros where there are fewer. */
  InputSequence<T> last(Ops tf, int count) {
    if (steps == count) {
      return this;
    }
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> any = tf.constant(-1);
    Operand<TInt32> missing = tf.math.maximum(tf.math.sub(tf.constant(count), length(tf)), zero);
    Operand<TInt32> surplus = tf.math.maximum(tf.math.sub(length(tf), tf.constant(count)), zero);
    Operand<T> padded =
        tf.pad(
            values,
            tf.reshape(
                shape(tf, zero, zero, missing, zero, zero, zero), tf.constant(new int[] {3, 2})),
            Constants.of(tf, type(), 0));
    return new InputSequence<>(
        tf.slice(padded, shape(tf, zero, surplus, zero), shape(tf, any, tf.constant(count), any)),
        count,
        channels);
  }

  /** Shape (batch, channels, time). */
  Operand<T> channelsFirst(Ops tf) {
    return channels == 1
        ? tf.reshape(values, shape(tf, tf.constant(-1), tf.constant(1), length(tf)))
        : tf.linalg.transpose(values, tf.constant(new int[] {0, 2, 1}));
  }

  /** One size of a tensor, a scalar. */
  static Operand<TInt32> size(Ops tf, Operand<?> tensor, int axis) {
    // A strided slice, not a slice: shape inference sees through the former only.
    return tf.stridedSlice(tf.shape(tensor), Indices.at(axis));
  }

  /** A shape of scalars. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  static Operand<TInt32> shape(Ops tf, Operand<TInt32>... sizes) {
    return tf.stack(List.of(sizes));
  }
}
