package io.github.lmu4j.math;

/**
 * Computes the weights that read delayed inputs from a Legendre memory.
 *
 * <p>{@code u(t - delay) ~= sum over i of P_i(delay / theta) m_i(t)}, where P_i is the shifted
 * Legendre polynomial: P_i(0) = (-1)^i, P_i(1) = 1.
 *
 * <pre>{@code
 * double[] oldest = new DelayDecoder(6, 100).decoder(100); // all ones
 * }</pre>
 *
 * @param order number of Legendre polynomials, at least 1
 * @param theta length of the window, in time steps: positive and finite
 * @see <a
 *     href="https://papers.nips.cc/paper/2019/hash/952285b9b7e7a1be5aa7849f32ffff05-Abstract.html">Voelker,
 *     Kajic, Eliasmith 2019, equation 3</a>
 */
public record DelayDecoder(int order, double theta) {

  /**
   * Makes the decoder of an order and a window.
   *
   * @param order number of Legendre polynomials, at least 1
   * @param theta length of the window, in time steps: positive and finite
   * @throws IllegalArgumentException if the order is below 1 or theta not positive and finite
   */
  public DelayDecoder {
    Rules.checkOrder(order);
    Rules.checkTheta(theta);
  }

  /**
   * Computes the decoder of one delay.
   *
   * @param delay how far back to read, in time steps: from 0 to theta
   * @return the weight of each memory dimension (order)
   * @throws IllegalArgumentException if the delay lies outside the window
   */
  public double[] decoder(double delay) {
    if (!(delay >= 0 && delay <= theta)) {
      throw new IllegalArgumentException(
          "delay must be from 0 to %s (got %s)".formatted(theta, delay));
    }
    // Bonnet's recurrence: the explicit sum of powers loses all digits near order 25.
    double x = 2 * (delay / theta) - 1;
    double[] p = new double[order];
    p[0] = 1;
    if (order > 1) {
      p[1] = x;
    }
    for (int i = 2; i < order; i++) {
      p[i] = ((2 * i - 1) * x * p[i - 1] - (i - 1) * p[i - 2]) / i;
    }
    return p;
  }

  /**
   * Computes the decoders of several delays.
   *
   * @param delays how far back to read, in time steps: each from 0 to theta, at least one
   * @return one row for each delay (delays, order)
   * @throws IllegalArgumentException if there is no delay, or one lies outside the window
   */
  public Matrix decoders(double... delays) {
    double[] rows = new double[Matrix.size(delays.length, order)];
    for (int k = 0; k < delays.length; k++) {
      System.arraycopy(decoder(delays[k]), 0, rows, k * order, order);
    }
    return new Matrix(delays.length, order, rows);
  }
}
