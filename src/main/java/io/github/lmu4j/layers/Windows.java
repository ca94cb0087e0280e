package io.github.lmu4j.layers;

import static io.github.lmu4j.ops.RuntimeShape.join;
import static io.github.lmu4j.ops.RuntimeShape.sizes;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Index;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Windows that move along time: what convolutions and pooling look at.
 *
 * <p>They are cut by strided slices rather than left to TensorFlow's convolutions, whose gradients
 * on the CPU know neither groups nor dilation.
 *
 * @param size steps of a window
 * @param strides steps from a window to the next
 * @param dilation steps from one entry of a window to the next
 * @param padding what is done at the ends
 */
record Windows(int size, int strides, int dilation, Padding padding) {

  Windows {
    requirePositive("the window's size", size);
    requirePositive("strides", strides);
    requirePositive("dilation_rate", dilation);
    if (strides > 1 && dilation > 1) {
      throw new IllegalArgumentException(
          "strides and dilation_rate may not both be greater than 1 (got %d and %d)"
              .formatted(strides, dilation));
    }
  }

  static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be at least 1 (got %d)".formatted(name, value));
    }
  }

  static void requireSequence(Shape input) {
    if (input.numDimensions() != 3) {
      throw new IllegalArgumentException(
          "the input must have shape (batch, time, n) (got %s)".formatted(input));
    }
  }

  /** Steps from the first to the last entry of a window. */
  int span() {
    return (size - 1) * dilation;
  }

  /** Whether each step ends a window, and sees none of the steps after it. */
  boolean areCausal() {
    return strides == 1 && (padding == Padding.CAUSAL || span() == 0);
  }

  /** The same without anything beyond the ends. */
  Windows unpadded() {
    return new Windows(size, strides, dilation, Padding.VALID);
  }

  /**
   * One array (batch, windows, n) for each entry of a window.
   *
   * @param x shape (batch, time, n)
   * @param filling what is put beyond the ends
   */
  <T extends TFloating> List<Operand<T>> entries(Ops tf, Operand<T> x, Operand<T> filling) {
    Operand<T> padded = padded(tf, x, filling);
    List<Operand<T>> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int first = i * dilation;
      int behind = first - span();
      Index along =
          behind == 0 ? Indices.sliceFrom(first, strides) : Indices.slice(first, behind, strides);
      entries.add(tf.stridedSlice(padded, Indices.all(), along, Indices.all()));
    }
    return entries;
  }

  private <T extends TFloating> Operand<T> padded(Ops tf, Operand<T> x, Operand<T> filling) {
    long time = x.shape().get(1);
    if (padding == Padding.VALID) {
      return x;
    }
    if (padding == Padding.CAUSAL) {
      return tf.pad(x, tf.constant(paddings(span(), 0)), filling);
    }
    if (strides == 1 || time != Shape.UNKNOWN_SIZE) {
      int missing = missing(Math.toIntExact(Math.max(time, 1)));
      return tf.pad(x, tf.constant(paddings(missing / 2, missing - missing / 2)), filling);
    }
    // TensorFlow loses sight of the channels where it does not know the padding.
    Operand<T> padded = tf.pad(x, samePaddings(tf, x), filling);
    return tf.reshape(padded, join(tf, sizes(tf, padded, 0, 2), sizes(tf, x, 2, 3)));
  }

  private static int[][] paddings(int before, int behind) {
    return new int[][] {{0, 0}, {before, behind}, {0, 0}};
  }

  /** What has to be added so that there are {@code ceil(time / strides)} windows. */
  private int missing(int time) {
    return Math.max((time - 1) / strides * strides + span() + 1 - time, 0);
  }

  /** The same in the graph. */
  private Operand<TInt32> samePaddings(Ops tf, Operand<?> x) {
    Operand<TInt32> time = tf.reshape(sizes(tf, x, 1, 2), tf.constant(new int[0]));
    Operand<TInt32> step = tf.constant(strides);
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> last =
        tf.math.mul(tf.math.floorDiv(tf.math.sub(time, tf.constant(1)), step), step);
    Operand<TInt32> missing =
        tf.math.maximum(tf.math.sub(tf.math.add(last, tf.constant(span() + 1)), time), zero);
    Operand<TInt32> before = tf.math.floorDiv(missing, tf.constant(2));
    Operand<TInt32> behind = tf.math.sub(missing, before);
    return tf.reshape(
        tf.stack(List.of(zero, zero, before, behind, zero, zero)), tf.constant(new int[] {3, 2}));
  }
}
