package io.github.lmu4j.testing;

import io.github.lmu4j.math.Matrix;
import java.util.Random;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/** Random matrices, how far two are apart, and the way to Hipparchus and back. */
public final class Matrices {

  private Matrices() {}

  /** Entries between -1 and 1. */
  public static Matrix random(int rows, int columns, long seed) {
    Random random = new Random(seed);
    return Matrix.of(rows, columns, random.doubles(rows * (long) columns, -1, 1).toArray());
  }

  /** The largest difference of two entries, in units of the largest expected entry. */
  public static double relativeDifference(Matrix actual, Matrix expected) {
    if (actual.rows() != expected.rows() || actual.columns() != expected.columns()) {
      throw new AssertionError("expected " + expected + " but got " + actual);
    }
    return relativeDifference(actual.toArray(), expected.toArray());
  }

  /** The largest difference of two values, in units of the largest expected value. */
  public static double relativeDifference(double[] actual, double[] expected) {
    if (actual.length != expected.length || expected.length == 0) {
      throw new AssertionError(
          "expected %d values, at least 1, but got %d".formatted(expected.length, actual.length));
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    }
    return difference == 0 ? 0 : difference / largest;
  }

  /** The same matrix for Hipparchus. */
  public static RealMatrix toHipparchus(Matrix matrix) {
    RealMatrix copy = MatrixUtils.createRealMatrix(matrix.rows(), matrix.columns());
    for (int i = 0; i < matrix.rows(); i++) {
      copy.setRow(i, matrix.row(i));
    }
    return copy;
  }

  /** The same matrix from Hipparchus. */
  public static Matrix fromHipparchus(RealMatrix matrix) {
    double[] values = new double[matrix.getRowDimension() * matrix.getColumnDimension()];
    for (int i = 0; i < matrix.getRowDimension(); i++) {
      System.arraycopy(
          matrix.getRow(i),
          0,
          values,
          i * matrix.getColumnDimension(),
          matrix.getColumnDimension());
    }
    return Matrix.of(matrix.getRowDimension(), matrix.getColumnDimension(), values);
  }
}
