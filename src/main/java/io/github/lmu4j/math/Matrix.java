package io.github.lmu4j.math;

import java.util.Arrays;
import java.util.Objects;

/**
 * Holds an immutable dense matrix in double precision, row-major.
 *
 * <pre>{@code
 * Matrix a = Matrix.of(2, 2, 1, 2, 3, 4);
 * a.multiply(Matrix.identity(2)).equals(a); // true
 * }</pre>
 */
public final class Matrix {

  private final int rows;
  private final int columns;
  private final double[] data;

  /** Takes ownership of {@code data}: callers in this package must not keep it. */
  Matrix(int rows, int columns, double[] data) {
    this.rows = rows;
    this.columns = columns;
    this.data = data;
  }

  /**
   * Makes a matrix of a copy of the given values.
   *
   * @param rows number of rows, at least 1
   * @param columns number of columns, at least 1
   * @param values the entries, row by row
   * @return the matrix (rows, columns)
   * @throws IllegalArgumentException if the number of values is not {@code rows * columns}
   */
  public static Matrix of(int rows, int columns, double... values) {
    if (values.length != size(rows, columns)) {
      throw new IllegalArgumentException(
          "a matrix of %d x %d must have %d values (got %d)"
              .formatted(rows, columns, size(rows, columns), values.length));
    }
    return new Matrix(rows, columns, values.clone());
  }

  static Matrix zeros(int rows, int columns) {
    return new Matrix(rows, columns, new double[size(rows, columns)]);
  }

  /**
   * Makes the identity.
   *
   * @param size number of rows and columns, at least 1
   * @return the matrix (size, size)
   * @throws IllegalArgumentException if there is no such matrix, or it is too large for an array
   */
  public static Matrix identity(int size) {
    Matrix identity = zeros(size, size);
    for (int i = 0; i < size; i++) {
      identity.data[i * size + i] = 1;
    }
    return identity;
  }

  /** {@return the number of rows, at least 1} */
  public int rows() {
    return rows;
  }

  /** {@return the number of columns, at least 1} */
  public int columns() {
    return columns;
  }

  /**
   * {@return one entry}
   *
   * @param row index of the row
   * @param column index of the column
   * @throws IndexOutOfBoundsException if the matrix has no such entry
   */
  public double get(int row, int column) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(column, columns);
    return data[row * columns + column];
  }

  /**
   * {@return a copy of one row (columns)}
   *
   * @param row index of the row
   * @throws IndexOutOfBoundsException if the matrix has no such row
   */
  public double[] row(int row) {
    Objects.checkIndex(row, rows);
    return Arrays.copyOfRange(data, row * columns, (row + 1) * columns);
  }

  /**
   * {@return a copy of one column (rows)}
   *
   * @param column index of the column
   * @throws IndexOutOfBoundsException if the matrix has no such column
   */
  public double[] column(int column) {
    Objects.checkIndex(column, columns);
    double[] result = new double[rows];
    for (int i = 0; i < rows; i++) {
      result[i] = data[i * columns + column];
    }
    return result;
  }

  /** {@return a copy of all entries, row by row (rows * columns)} */
  public double[] toArray() {
    return data.clone();
  }

  /**
   * {@return the product of this matrix and another (rows, n)}
   *
   * @param right the right factor (columns, n)
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public Matrix multiply(Matrix right) {
    if (columns != right.rows) {
      throw new IllegalArgumentException(
          "the right factor must have %d rows (got %d)".formatted(columns, right.rows));
    }
    Matrix product = zeros(rows, right.columns);
    for (int i = 0; i < rows; i++) {
      RowProduct.add(
          data, i * columns, columns, right.data, right.columns, product.data, i * right.columns);
    }
    return product;
  }

  /**
   * {@return the sum of this matrix and another (rows, columns)}
   *
   * @param other the other summand (rows, columns)
   * @throws IllegalArgumentException if the shapes differ
   */
  public Matrix add(Matrix other) {
    return addScaled(1, other);
  }

  /**
   * {@return {@code this + factor * other} (rows, columns)}
   *
   * @param factor factor of the other summand
   * @param other the other summand (rows, columns)
   * @throws IllegalArgumentException if the shapes differ
   */
  public Matrix addScaled(double factor, Matrix other) {
    if (rows != other.rows || columns != other.columns) {
      throw new IllegalArgumentException(
          "the other summand must be %d x %d (got %d x %d)"
              .formatted(rows, columns, other.rows, other.columns));
    }
    double[] sum = new double[data.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = data[i] + factor * other.data[i];
    }
    return new Matrix(rows, columns, sum);
  }

  /**
   * {@return this matrix with every entry multiplied by a number (rows, columns)}
   *
   * @param factor the number
   */
  public Matrix scale(double factor) {
    double[] scaled = new double[data.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * data[i];
    }
    return new Matrix(rows, columns, scaled);
  }

  /** {@return the transpose (columns, rows)} */
  public Matrix transpose() {
    double[] transposed = new double[data.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = data[i * columns + j];
      }
    }
    return new Matrix(columns, rows, transposed);
  }

  /**
   * Copies a rectangle out of this matrix.
   *
   * @param firstRow index of its first row
   * @param firstColumn index of its first column
   * @param rowCount its number of rows, at least 1
   * @param columnCount its number of columns, at least 1
   * @return the rectangle (rowCount, columnCount)
   * @throws IndexOutOfBoundsException if it reaches out of this matrix
   */
  public Matrix block(int firstRow, int firstColumn, int rowCount, int columnCount) {
    Objects.checkFromIndexSize(firstRow, rowCount, rows);
    Objects.checkFromIndexSize(firstColumn, columnCount, columns);
    Matrix block = zeros(rowCount, columnCount);
    for (int i = 0; i < rowCount; i++) {
      System.arraycopy(
          data, (firstRow + i) * columns + firstColumn, block.data, i * columnCount, columnCount);
    }
    return block;
  }

  /**
   * Computes a power of this square matrix, by repeated squaring.
   *
   * @param exponent at least 0
   * @return {@code this^exponent} (rows, rows); the identity for 0
   * @throws IllegalArgumentException if this matrix is not square or the exponent negative
   */
  public Matrix power(int exponent) {
    checkSquare();
    if (exponent < 0) {
      throw new IllegalArgumentException("exponent must be at least 0 (got " + exponent + ")");
    }
    if (exponent < 2) {
      return exponent == 0 ? identity(rows) : this;
    }
    Matrix half = power(exponent / 2);
    Matrix even = half.multiply(half);
    return exponent % 2 == 0 ? even : even.multiply(this);
  }

  /**
   * Solves {@code this * X = right} by LU decomposition with partial pivoting.
   *
   * @param right the right-hand sides (rows, n)
   * @return X (rows, n)
   * @throws IllegalArgumentException if this matrix is not square or the shapes do not fit
   * @throws ArithmeticException if this matrix is singular
   */
  public Matrix solve(Matrix right) {
    checkSquare();
    if (right.rows != rows) {
      throw new IllegalArgumentException(
          "the right-hand side must have %d rows (got %d)".formatted(rows, right.rows));
    }
    double[] solution = right.data.clone();
    GaussianElimination.solve(rows, data.clone(), right.columns, solution);
    return new Matrix(rows, right.columns, solution);
  }

  /** {@return the 1-norm: the largest sum of magnitudes in a column; NaN if an entry is} */
  public double norm1() {
    double[] sums = new double[columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        sums[j] += Math.abs(data[i * columns + j]);
      }
    }
    double largest = 0;
    for (double sum : sums) {
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  static int size(int rows, int columns) {
    if (rows < 1 || columns < 1 || (long) rows * columns > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a matrix must have at least 1 row and 1 column and fit an array (got %d x %d)"
              .formatted(rows, columns));
    }
    return rows * columns;
  }

  private void checkSquare() {
    if (rows != columns) {
      throw new IllegalArgumentException(
          "the matrix must be square (got %d x %d)".formatted(rows, columns));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Matrix that
        && rows == that.rows
        && columns == that.columns
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + Arrays.hashCode(data);
  }

  /** Names the shape only: the entries may be a million. */
  @Override
  public String toString() {
    return "Matrix(" + rows + " x " + columns + ")";
  }
}
