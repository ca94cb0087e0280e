package io.github.lmu4j.math;

/**
 * Computes the continuous state space whose memory holds a sliding window in Legendre polynomials.
 *
 * <p>{@code theta m'(t) = A m(t) + B u(t)}, with i, j from 0 to order - 1:
 *
 * <pre>{@code
 * A_ij = (2i + 1) * (i < j ? -1 : (-1)^(i - j + 1))
 * B_i  = (2i + 1) * (-1)^i
 * }</pre>
 *
 * <p>Neither is divided by theta, the length of the window.
 *
 * @param order number of Legendre polynomials, at least 1
 * @see <a
 *     href="https://papers.nips.cc/paper/2019/hash/952285b9b7e7a1be5aa7849f32ffff05-Abstract.html">Voelker,
 *     Kajic, Eliasmith 2019, equations 1 and 2</a>
 */
public record LegendreStateSpace(int order) {

  /**
   * Makes the state space of an order.
   *
   * @param order number of Legendre polynomials, at least 1
   * @throws IllegalArgumentException if the order is below 1
   */
  public LegendreStateSpace {
    Rules.checkOrder(order);
  }

  /** {@return A (order, order)} */
  public Matrix a() {
    double[] a = new double[Matrix.size(order, order)];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        boolean negative = i < j || (i - j) % 2 == 0;
        a[i * order + j] = negative ? -(2.0 * i + 1) : 2.0 * i + 1;
      }
    }
    return new Matrix(order, order, a);
  }

  /** {@return B (order, 1)} */
  public Matrix b() {
    double[] b = new double[order];
    for (int i = 0; i < order; i++) {
      b[i] = i % 2 == 0 ? 2.0 * i + 1 : -(2.0 * i + 1);
    }
    return new Matrix(order, 1, b);
  }

  /** {@return the generator of memory and a constant input together: [[A, B], [0, 0]]} */
  public Matrix augmented() {
    int size = order + 1;
    Matrix a = a();
    Matrix b = b();
    double[] augmented = new double[Matrix.size(size, size)];
    for (int i = 0; i < order; i++) {
      System.arraycopy(a.row(i), 0, augmented, i * size, order);
      augmented[i * size + order] = b.get(i, 0);
    }
    return new Matrix(size, size, augmented);
  }
}
