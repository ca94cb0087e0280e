package io.github.lmu4j.math;

/**
 * Solves linear systems in place, by LU decomposition with partial pivoting.
 *
 * @see <a href="https://doi.org/10.1137/1.9780898718027">Higham 2002, Accuracy and Stability of
 *     Numerical Algorithms, algorithm 9.2</a>
 */
final class GaussianElimination {

  private GaussianElimination() {}

  /**
   * Replaces {@code right} by the solution of {@code matrix * X = right}.
   *
   * @param n number of rows and columns of the matrix
   * @param matrix the matrix, row-major (n, n); overwritten
   * @param columns number of right-hand sides
   * @param right the right-hand sides, row-major (n, columns); overwritten by X
   * @throws ArithmeticException if the matrix is singular
   */
  static void solve(int n, double[] matrix, int columns, double[] right) {
    for (int k = 0; k < n; k++) {
      int pivot = pivotRow(n, matrix, k);
      swapRows(matrix, n, k, pivot);
      swapRows(right, columns, k, pivot);
      for (int i = k + 1; i < n; i++) {
        double factor = matrix[i * n + k] / matrix[k * n + k];
        addScaledRow(matrix, n, -factor, k, i, k + 1);
        addScaledRow(right, columns, -factor, k, i, 0);
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      for (int i = k + 1; i < n; i++) {
        addScaledRow(right, columns, -matrix[k * n + i], i, k, 0);
      }
      for (int j = 0; j < columns; j++) {
        right[k * columns + j] /= matrix[k * n + k];
      }
    }
  }

  private static int pivotRow(int n, double[] matrix, int k) {
    int pivot = k;
    for (int i = k + 1; i < n; i++) {
      if (Math.abs(matrix[i * n + k]) > Math.abs(matrix[pivot * n + k])) {
        pivot = i;
      }
    }
    // Written so that NaN counts as singular.
    if (!(Math.abs(matrix[pivot * n + k]) > 0)) {
      throw new ArithmeticException(
          "the matrix must be regular (no pivot in column %d of %d)".formatted(k, n));
    }
    return pivot;
  }

  private static void swapRows(double[] data, int columns, int first, int second) {
    if (first == second) {
      return;
    }
    for (int j = 0; j < columns; j++) {
      double value = data[first * columns + j];
      data[first * columns + j] = data[second * columns + j];
      data[second * columns + j] = value;
    }
  }

  private static void addScaledRow(
      double[] data, int columns, double factor, int from, int to, int firstColumn) {
    int source = from * columns;
    int target = to * columns;
    for (int j = firstColumn; j < columns; j++) {
      data[target + j] += factor * data[source + j];
    }
  }
}
