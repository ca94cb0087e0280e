package io.github.lmu4j.weights;

import io.github.lmu4j.ops.Constants;
import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TFloating;

/**
 * How far the rows or columns of a matrix are from being orthogonal: the factor times the mean
 * absolute cosine of all pairs.
 *
 * @param factor factor, not negative
 * @param mode what is made orthogonal
 */
public record OrthogonalRegularizer(double factor, Mode mode) implements Regularizer {

  /** What is made orthogonal. */
  public enum Mode {
    /** The rows of the matrix. */
    ROWS,
    /** The columns of the matrix. */
    COLUMNS
  }

  /** Keras divides by this where a row or column is shorter. */
  private static final double EPSILON = 1e-7;

  /** Checks the factor. */
  public OrthogonalRegularizer {
    L1L2.requireFactor("factor", factor);
  }

  @Override
  public <T extends TFloating> Operand<T> loss(Ops tf, Operand<T> weight) {
    Shape shape = weight.shape();
    if (shape.numDimensions() != 2) {
      throw new IllegalArgumentException(
          "the orthogonal regularizer takes matrices only (got shape %s)".formatted(shape));
    }
    boolean rows = mode == Mode.ROWS;
    int size = Math.toIntExact(shape.get(rows ? 0 : 1));
    Operand<T> squares =
        tf.sum(tf.math.square(weight), tf.constant(rows ? 1 : 0), Sum.keepDims(true));
    Operand<T> lengths =
        tf.math.sqrt(tf.math.maximum(squares, Constants.of(tf, weight.type(), EPSILON * EPSILON)));
    Operand<T> unit = tf.math.div(weight, lengths);
    Operand<T> cosines =
        tf.linalg.matMul(unit, unit, MatMul.transposeA(!rows), MatMul.transposeB(rows));
    Operand<T> pairs = tf.math.mul(tf.math.abs(cosines), notDiagonal(tf, weight.type(), size));
    // Every pair is counted twice.
    return tf.math.mul(
        tf.sum(pairs, tf.constant(new int[] {0, 1})),
        Constants.of(tf, weight.type(), factor / ((double) size * (size - 1))));
  }

  private static <T extends TFloating> Operand<T> notDiagonal(Ops tf, Class<T> type, int size) {
    double[] values = new double[size * size];
    Arrays.setAll(values, i -> i / size == i % size ? 0 : 1);
    return Constants.of(tf, type, Shape.of(size, size), values);
  }
}
