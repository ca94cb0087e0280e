package io.github.lmu4j.ops;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Products of arrays of any rank with matrices. */
public final class Contraction {

  private Contraction() {}

  /**
   * Multiplies the last axis by a matrix: {@code y[..., j] = sum_i x[..., i] w[i, j]}.
   *
   * <p>All leading axes are folded into one, so that a sequence costs one large product rather than
   * many small ones.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param x shape (..., n), of rank 2 or more
   * @param matrix shape (n, m)
   * @return shape (..., m)
   */
  public static <T extends TFloating> Operand<T> lastAxis(Ops tf, Operand<T> x, Operand<T> matrix) {
    Shape shape = x.shape();
    if (shape.numDimensions() == 2) {
      return tf.linalg.matMul(x, matrix);
    }
    Operand<T> rows = tf.reshape(x, tf.constant(new long[] {-1, shape.get(-1)}));
    Operand<T> product = tf.linalg.matMul(rows, matrix);
    return tf.reshape(product, leadingThen(tf, x, matrix.shape().get(-1)));
  }

  /** The shape of x with another last size, of which all but one unknown size are constants. */
  private static <T extends TFloating> Operand<TInt32> leadingThen(
      Ops tf, Operand<T> x, long last) {
    long[] sizes = x.shape().asArray();
    sizes[sizes.length - 1] = last;
    int unknown = 0;
    int[] known = new int[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      unknown += sizes[i] == Shape.UNKNOWN_SIZE ? 1 : 0;
      known[i] = (int) sizes[i];
    }
    if (unknown <= 1) {
      return tf.constant(known);
    }
    // A strided slice, not a slice: shape inference sees through the former only.
    Operand<TInt32> leading = tf.stridedSlice(tf.shape(x), Indices.sliceTo(sizes.length - 1));
    return tf.concat(List.of(leading, tf.constant(new int[] {(int) last})), tf.constant(0));
  }
}
