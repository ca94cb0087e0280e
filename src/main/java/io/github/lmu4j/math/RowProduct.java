package io.github.lmu4j.math;

/** Computes the product of one row and a matrix: the inner loop of every product here. */
final class RowProduct {

  private RowProduct() {}

  /**
   * Adds {@code row * matrix} to a row of the result.
   *
   * <p>Goes along the rows of the matrix, so that the compiler vectorizes the inner loop, and takes
   * four at a time, so that the result is loaded and stored a quarter as often.
   *
   * @param left holds the row (rows), from {@code leftOffset}
   * @param matrix the matrix, row-major (rows, columns)
   * @param result receives the sum (columns), from {@code resultOffset}
   */
  static void add(
      double[] left,
      int leftOffset,
      int rows,
      double[] matrix,
      int columns,
      double[] result,
      int resultOffset) {
    int k = 0;
    for (; k + 4 <= rows; k += 4) {
      double x0 = left[leftOffset + k];
      double x1 = left[leftOffset + k + 1];
      double x2 = left[leftOffset + k + 2];
      double x3 = left[leftOffset + k + 3];
      int r0 = k * columns;
      int r1 = r0 + columns;
      int r2 = r1 + columns;
      int r3 = r2 + columns;
      for (int j = 0; j < columns; j++) {
        result[resultOffset + j] +=
            x0 * matrix[r0 + j] + x1 * matrix[r1 + j] + x2 * matrix[r2 + j] + x3 * matrix[r3 + j];
      }
    }
    for (; k < rows; k++) {
      double x = left[leftOffset + k];
      int r = k * columns;
      for (int j = 0; j < columns; j++) {
        result[resultOffset + j] += x * matrix[r + j];
      }
    }
  }
}
