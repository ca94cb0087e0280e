package io.github.lmu4j.math;

/**
 * Computes the exponential of a square matrix by Pade approximation, scaling and squaring.
 *
 * <p>{@code exp(M) = r(M / 2^s)^(2^s)}, where r is the diagonal Pade approximant of degree 3, 5, 7,
 * 9 or 13: the lowest whose backward error is below the rounding of a double.
 *
 * <p>Departs from the paper in one thing: computes and squares {@code E = r - I} instead of r,
 * {@code E <- 2 E + E^2}. In r, the rounding of the ones on the diagonal doubles with each of the
 * many squarings a stiff matrix needs; for Legendre state spaces of order 512 this gains two
 * digits. In return a result whose entries are all far below 1 has their accuracy relative to 1.
 *
 * @see <a href="https://doi.org/10.1137/04061101X">Higham 2005, The scaling and squaring method for
 *     the matrix exponential revisited, algorithm 2.3</a>
 */
public final class MatrixExponential {

  /** The largest 1-norm for which degree 3, 5, 7, 9 suffices (Higham 2005, table 2.3). */
  private static final double[] LARGEST_NORMS = {
    1.495585217958292e-2, 2.539398330063230e-1, 9.504178996162932e-1, 2.097847961257068
  };

  /** The norm that degree 13 needs the matrix to be scaled to. */
  private static final double LARGEST_NORM_13 = 5.371920351148152;

  private MatrixExponential() {}

  /**
   * Computes the exponential.
   *
   * @param matrix the exponent (n, n)
   * @return {@code exp(matrix)} (n, n)
   * @throws IllegalArgumentException if the matrix is not square or its norm not finite
   */
  public static Matrix of(Matrix matrix) {
    double norm = matrix.norm1();
    if (matrix.rows() != matrix.columns() || !Double.isFinite(norm)) {
      throw new IllegalArgumentException(
          "the exponent must be a square matrix of finite norm (got %d x %d, norm %s)"
              .formatted(matrix.rows(), matrix.columns(), norm));
    }
    return exponentialMinusIdentity(matrix, norm).add(Matrix.identity(matrix.rows()));
  }

  private static Matrix exponentialMinusIdentity(Matrix matrix, double norm) {
    for (int i = 0; i < LARGEST_NORMS.length; i++) {
      if (norm <= LARGEST_NORMS[i]) {
        return approximate(matrix, 3 + 2 * i);
      }
    }
    int squarings = Math.max(0, Math.getExponent(norm / LARGEST_NORM_13) + 1);
    Matrix e = approximate13(matrix.scale(Math.scalb(1.0, -squarings)));
    for (int i = 0; i < squarings; i++) {
      e = e.multiply(e).addScaled(2, e);
    }
    return e;
  }

  /** The approximant of a low degree, from all even powers. */
  private static Matrix approximate(Matrix x, int degree) {
    double[] b = coefficients(degree);
    Matrix square = x.multiply(x);
    Matrix power = Matrix.identity(x.rows());
    Matrix even = power.scale(b[0]);
    Matrix odd = power.scale(b[1]);
    for (int k = 2; k < degree; k += 2) {
      power = power.multiply(square);
      even = even.addScaled(b[k], power);
      odd = odd.addScaled(b[k + 1], power);
    }
    return minusIdentity(x.multiply(odd), even);
  }

  /** The approximant of degree 13, in six products (Higham 2005, equation 2.9). */
  private static Matrix approximate13(Matrix x) {
    double[] b = coefficients(13);
    Matrix identity = Matrix.identity(x.rows());
    Matrix x2 = x.multiply(x);
    Matrix x4 = x2.multiply(x2);
    Matrix x6 = x4.multiply(x2);
    Matrix odd =
        x6.multiply(x6.scale(b[13]).addScaled(b[11], x4).addScaled(b[9], x2))
            .addScaled(b[7], x6)
            .addScaled(b[5], x4)
            .addScaled(b[3], x2)
            .addScaled(b[1], identity);
    Matrix even =
        x6.multiply(x6.scale(b[12]).addScaled(b[10], x4).addScaled(b[8], x2))
            .addScaled(b[6], x6)
            .addScaled(b[4], x4)
            .addScaled(b[2], x2)
            .addScaled(b[0], identity);
    return minusIdentity(x.multiply(odd), even);
  }

  /** The approximant less the identity: {@code (even - odd) (r - I) = 2 odd}. */
  private static Matrix minusIdentity(Matrix odd, Matrix even) {
    return even.addScaled(-1, odd).solve(odd.scale(2));
  }

  /**
   * The coefficients of the Pade numerator, scaled so that the highest is 1: {@code b_k = (2m - k)!
   * / ((m - k)! k!)}, all exact as doubles.
   */
  private static double[] coefficients(int degree) {
    double[] b = new double[degree + 1];
    b[degree] = 1;
    for (int k = degree; k > 0; k--) {
      // b_(k-1) / b_k = (2m - k + 1) k / (m - k + 1)
      b[k - 1] = b[k] * (2 * degree - k + 1) * k / (degree - k + 1);
    }
    return b;
  }
}
