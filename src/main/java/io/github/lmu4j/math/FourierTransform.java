package io.github.lmu4j.math;

/** The discrete Fourier transform of real values, of any length. */
public final class FourierTransform {

  private FourierTransform() {}

  /**
   * Computes {@code X_k = sum over t of x_t exp(-2 pi i k t / n)} for k from 0 to n / 2, by
   * splitting n into its prime factors (Cooley and Tukey 1965).
   *
   * @param x values; continued by zeros to n
   * @param n length, at least that of x and at least 1
   * @return real and imaginary parts in turns, n / 2 + 1 pairs
   * @throws IllegalArgumentException if n is smaller than x or 1
   */
  public static double[] ofReal(double[] x, int n) {
    if (n < 1 || n < x.length) {
      throw new IllegalArgumentException(
          "n must be at least 1 and the number of values, %d (got %d)".formatted(x.length, n));
    }
    double[] roots = new double[2 * n];
    for (int k = 0; k < n; k++) {
      double angle = -2 * Math.PI * k / n;
      roots[2 * k] = Math.cos(angle);
      roots[2 * k + 1] = Math.sin(angle);
    }
    double[] all = transform(x, 0, 1, n, roots, 1);
    return java.util.Arrays.copyOf(all, 2 * (n / 2 + 1));
  }

  /** The transform of n values, of which every {@code stride}-th from {@code start} on counts. */
  private static double[] transform(
      double[] x, int start, int stride, int n, double[] roots, int rootStep) {
    double[] result = new double[2 * n];
    if (n == 1) {
      result[0] = start < x.length ? x[start] : 0;
      return result;
    }
    int factor = smallestFactor(n);
    int part = n / factor;
    for (int r = 0; r < factor; r++) {
      double[] inner =
          transform(x, start + r * stride, stride * factor, part, roots, rootStep * factor);
      for (int k = 0; k < n; k++) {
        int root = 2 * (int) ((long) r * k % n) * rootStep;
        int from = 2 * (k % part);
        result[2 * k] += inner[from] * roots[root] - inner[from + 1] * roots[root + 1];
        result[2 * k + 1] += inner[from] * roots[root + 1] + inner[from + 1] * roots[root];
      }
    }
    return result;
  }

  private static int smallestFactor(int n) {
    for (int factor = 2; (long) factor * factor <= n; factor++) {
      if (n % factor == 0) {
        return factor;
      }
    }
    return n;
  }
}
