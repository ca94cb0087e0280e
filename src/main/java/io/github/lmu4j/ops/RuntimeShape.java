package io.github.lmu4j.ops;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * Shapes of which some sizes are known only when the graph runs. What is known before stays known
 * to TensorFlow's shape inference.
 */
public final class RuntimeShape {

  private RuntimeShape() {}

  /**
   * Some consecutive sizes of an operand.
   *
   * @param tf operations of the graph
   * @param x of known rank
   * @param from first axis
   * @param to one after the last axis
   * @return a vector
   */
  public static Operand<TInt32> sizes(Ops tf, Operand<?> x, int from, int to) {
    Shape part = x.shape().subShape(from, to);
    if (!part.hasUnknownDimension()) {
      return constant(tf, part.asArray());
    }
    // A strided slice, not a slice: shape inference sees through the former only.
    return tf.stridedSlice(tf.shape(x), Indices.slice(from, to));
  }

  /**
   * Sizes that are known, or -1 for one that follows from the others where the shape is used.
   *
   * @param tf operations of the graph
   * @param sizes any number
   * @return a vector
   */
  public static Operand<TInt32> constant(Ops tf, long... sizes) {
    int[] values = new int[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      values[i] = Math.toIntExact(sizes[i]);
    }
    return tf.constant(values);
  }

  /**
   * A shape of parts.
   *
   * @param tf operations of the graph
   * @param parts vectors
   * @return all sizes in order
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static Operand<TInt32> join(Ops tf, Operand<TInt32>... parts) {
    return tf.concat(List.of(parts), tf.constant(0));
  }
}
