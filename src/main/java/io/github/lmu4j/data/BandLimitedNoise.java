package io.github.lmu4j.data;

/**
 * Periodic noise with no power above a frequency: white noise, of which the frequencies above the
 * limit and the mean are taken away, scaled to a given size.
 *
 * <p>{@code x(t) = sum over k of a_k cos(2 pi k t / period) + b_k sin(2 pi k t / period)}, for
 * {@code 1 <= k <= high * period}, with normal a and b, is white noise without those bins of its
 * Fourier transform. The kind of signal that Nengo's {@code WhiteSignal} gives, with other random
 * numbers. Samples at {@code 0, dt, 2 dt, ...}; their number is {@code period / dt}, rounded, and
 * the time to make them grows with that number times the number of frequencies.
 *
 * <pre>{@code
 * double[] u = new BandLimitedNoise(10, 0.001, 5, 0.5).signal(seed); // 10,000 samples below 5 Hz
 * }</pre>
 *
 * @param period after which the signal repeats, in seconds
 * @param dt time between two samples, in seconds
 * @param high the highest frequency kept, in hertz
 * @param rms the square root of the mean of the squares of one period
 */
public record BandLimitedNoise(double period, double dt, double high, double rms) {

  /** So that a frequency equal to the limit but for rounding is kept. */
  private static final double ROUNDING = 1e-9;

  /**
   * Checks the values.
   *
   * @param period in seconds
   * @param dt in seconds
   * @param high in hertz
   * @param rms the size
   * @throws IllegalArgumentException if a value is not positive and finite, if {@code high} is
   *     above half the sampling rate, or below the lowest frequency of the period
   */
  public BandLimitedNoise {
    positive("period", period);
    positive("dt", dt);
    positive("high", high);
    positive("rms", rms);
    double count = Math.rint(period / dt);
    if (count < 2 || count > 1 << 30) {
      throw new IllegalArgumentException(
          "period must be 2 to 2^30 times dt (got period %s, dt %s)".formatted(period, dt));
    }
    if (high > 0.5 / dt * (1 + ROUNDING)) {
      throw new IllegalArgumentException(
          "high must be at most half the sampling rate, %s (got %s)".formatted(0.5 / dt, high));
    }
    if (high * count * dt < 1 - ROUNDING) {
      throw new IllegalArgumentException(
          "high must be at least 1 / period, %s (got %s)".formatted(1 / period, high));
    }
  }

  /**
   * One period of the signal.
   *
   * @param seed of {@link NumpyRandomState}
   * @return the samples, shape (period / dt)
   * @throws IllegalArgumentException if the seed is out of range
   */
  public double[] signal(long seed) {
    int n = (int) Math.rint(period / dt);
    double[] cosine = new double[n];
    double[] sine = new double[n];
    for (int i = 0; i < n; i++) {
      cosine[i] = Math.cos(2 * Math.PI * i / n);
      sine[i] = Math.sin(2 * Math.PI * i / n);
    }
    int highest = Math.min((int) Math.floor(high * n * dt + ROUNDING), n / 2);
    NumpyRandomState random = new NumpyRandomState(seed);
    double[] x = new double[n];
    for (int k = 1; k <= highest; k++) {
      // At half the sampling rate white noise has one coefficient of half the power of the others'.
      double scale = 2 * k == n ? Math.sqrt(0.5) : 1;
      double a = scale * random.standardNormal();
      double b = 2 * k == n ? 0 : random.standardNormal();
      for (int i = 0, phase = 0; i < n; i++) {
        x[i] += a * cosine[phase] + b * sine[phase];
        phase += k;
        phase -= phase >= n ? n : 0;
      }
    }
    return scaled(x);
  }

  /**
   * The same signal, begun at the sample that is nearest to a value: so that a system at rest meets
   * no jump.
   *
   * @param start the value
   * @param seed of {@link NumpyRandomState}
   * @return the samples, shape (period / dt)
   * @throws IllegalArgumentException if the seed is out of range
   */
  public double[] signalFrom(double start, long seed) {
    double[] x = signal(seed);
    int first = 0;
    for (int i = 1; i < x.length; i++) {
      if (Math.abs(x[i] - start) < Math.abs(x[first] - start)) {
        first = i;
      }
    }
    double[] turned = new double[x.length];
    System.arraycopy(x, first, turned, 0, x.length - first);
    System.arraycopy(x, 0, turned, x.length - first, first);
    return turned;
  }

  private double[] scaled(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    double factor = rms / Math.sqrt(sum / x.length);
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
    return x;
  }

  private static void positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be positive and finite (got %s)".formatted(name, value));
    }
  }
}
