package io.github.lmu4j.math;

/**
 * Holds the matrices of one time step of a linear memory: {@code m_t = A m_(t-1) + B u_t}.
 *
 * @param a A (order, order)
 * @param b B (order, 1)
 */
public record DiscreteStateSpace(Matrix a, Matrix b) {

  /**
   * Makes a state space of two matrices.
   *
   * @param a A (order, order)
   * @param b B (order, 1)
   * @throws IllegalArgumentException if A is not (order, order) or B not (order, 1)
   */
  public DiscreteStateSpace {
    if (a.rows() != a.columns() || b.rows() != a.rows() || b.columns() != 1) {
      throw new IllegalArgumentException(
          "A must be (order, order) and B (order, 1) (got %s and %s)".formatted(a, b));
    }
  }

  /** {@return the number of memory dimensions, at least 1} */
  public int order() {
    return a.rows();
  }

  /**
   * Computes the impulse response: row k is {@code A^k B}, the memory k steps after the input 1.
   *
   * <p>So from an empty memory, {@code m_t = sum over k of u_(t-k) A^k B}.
   *
   * @param steps number of rows, at least 1
   * @return the impulse response (steps, order)
   * @throws IllegalArgumentException if steps is below 1
   */
  public Matrix impulseResponse(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1 (got " + steps + ")");
    }
    int order = order();
    double[] response = new double[Matrix.size(steps, order)];
    System.arraycopy(b.toArray(), 0, response, 0, order);
    double[] transposed = a.transpose().toArray();
    for (int k = 1; k < steps; k++) {
      RowProduct.add(response, (k - 1) * order, order, transposed, order, response, k * order);
    }
    return new Matrix(steps, order, response);
  }

  /**
   * Computes the first powers of A, side by side.
   *
   * @param count how many powers, at least 1
   * @return {@code [A^1, A^2, .., A^count]} (order, count * order)
   * @throws IllegalArgumentException if the count is below 1
   */
  public Matrix powers(int count) {
    return sideBySide(a, count);
  }

  /**
   * Computes the first powers of A, transposed, side by side: what a memory without input becomes
   * within {@code count} steps, for a memory held as a row vector.
   *
   * @param count how many powers, at least 1
   * @return {@code [(A^1)^T, (A^2)^T, .., (A^count)^T]} (order, count * order)
   * @throws IllegalArgumentException if the count is below 1
   */
  public Matrix transposedPowers(int count) {
    return sideBySide(a.transpose(), count);
  }

  private static Matrix sideBySide(Matrix base, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1 (got " + count + ")");
    }
    int order = base.rows();
    double[] powers = new double[Matrix.size(count, Matrix.size(order, order))];
    int width = count * order;
    Matrix power = Matrix.identity(order);
    for (int n = 0; n < count; n++) {
      power = power.multiply(base);
      for (int i = 0; i < order; i++) {
        System.arraycopy(power.row(i), 0, powers, i * width + n * order, order);
      }
    }
    return new Matrix(order, width, powers);
  }

  /**
   * Computes what a memory without input becomes over a number of steps.
   *
   * @param steps number of steps, at least 0
   * @return {@code A^steps} (order, order)
   * @throws IllegalArgumentException if steps is negative
   */
  public Matrix power(int steps) {
    return a.power(steps);
  }
}
