package io.github.lmu4j.math;

/**
 * Holds the matrices of one time step of a linear memory: {@code m_t = A m_(t-1) + B u_t}.
 *
 * @param a A (order, order)
 * @param b B (order, 1)
 */
public record DiscreteStateSpace(Matrix a, Matrix b) {

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if A is not (order, order) or B not (order, 1)
   */
  public DiscreteStateSpace {
    if (a.rows() != a.columns() || b.rows() != a.rows() || b.columns() != 1) {
      throw new IllegalArgumentException(
          "A must be (order, order) and B (order, 1) (got %s and %s)".formatted(a, b));
    }
  }

  /**
   * Returns the number of memory dimensions.
   *
   * @return the order, at least 1
   */
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
    Matrix transposed = a.transpose();
    for (int k = 1; k < steps; k++) {
      transposed.addRowProduct(response, (k - 1) * order, response, k * order);
    }
    return new Matrix(steps, order, response);
  }

  /**
   * Computes how the memory alone runs on: the first powers of A, side by side.
   *
   * <p>For a memory m as a row vector, use {@code a().transpose().powers(count)}.
   *
   * @param count how many powers, at least 1
   * @return {@code [A^1, A^2, .., A^count]} (order, count * order)
   * @throws IllegalArgumentException if the count is below 1
   */
  public Matrix powers(int count) {
    return a.powers(count);
  }

  /**
   * Computes how the memory alone runs on over a number of steps.
   *
   * @param steps number of steps, at least 0
   * @return {@code A^steps} (order, order)
   * @throws IllegalArgumentException if steps is negative
   */
  public Matrix power(int steps) {
    return a.power(steps);
  }
}
