package io.github.lmu4j.weights;

import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * A random matrix with orthonormal rows or columns, whichever are fewer, distributed uniformly; all
 * axes but the last are taken together as rows.
 *
 * @param gain factor of the matrix
 * @see <a href="https://arxiv.org/abs/1312.6120">Saxe, McClelland, Ganguli 2014</a>
 */
public record Orthogonal(double gain) implements Initializer {

  @Override
  public double[] values(Shape shape, Random random) {
    if (shape.numDimensions() < 2) {
      throw new IllegalArgumentException(
          "the orthogonal initializer needs two axes or more (got shape %s)".formatted(shape));
    }
    int columns = Math.toIntExact(shape.get(-1));
    int rows = Math.toIntExact(shape.size() / Math.max(1, columns));
    double[][] basis = new double[Math.min(rows, columns)][Math.max(rows, columns)];
    for (int k = 0; k < basis.length; k++) {
      fill(basis, k, random);
    }
    double[] values = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = gain * (rows < columns ? basis[i][j] : basis[j][i]);
      }
    }
    return values;
  }

  /** A Gaussian vector without its components along the vectors before it, of length one. */
  private static void fill(double[][] basis, int k, Random random) {
    double[] vector = basis[k];
    double left;
    double drawn;
    do {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = random.nextGaussian();
      }
      drawn = norm(vector);
      // Twice is enough: the second pass takes away the rounding errors of the first.
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < k; j++) {
          addScaled(vector, -dot(vector, basis[j]), basis[j]);
        }
      }
      left = norm(vector);
    } while (left < 1e-8 * drawn);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= left;
    }
  }

  private static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addScaled(double[] to, double factor, double[] vector) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * vector[i];
    }
  }
}
