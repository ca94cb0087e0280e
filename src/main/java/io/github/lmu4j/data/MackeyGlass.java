package io.github.lmu4j.data;

import java.util.Arrays;

/**
 * The Mackey-Glass series: a delay differential equation, chaotic from a delay of about 17, whose
 * future a network learns to predict.
 *
 * <p>{@code x'(t) = 0.2 x(t - tau) / (1 + x(t - tau)^10) - 0.1 x(t)}, one value per unit of time.
 *
 * <pre>{@code
 * double[][] series = new MackeyGlass(17).series(0, 128, 5000); // 128 series of 5,000 steps
 * double[] target = MackeyGlass.squashed(series[0]);
 * }</pre>
 *
 * <p>Solved by the classical Runge-Kutta method of order 4 in ten steps per unit of time; the
 * delayed values between them by cubic Hermite interpolation, which is of the same order. The
 * benchmarks of the literature often take coarser steps, so their series are others, with the same
 * statistics.
 *
 * @param tau the delay, in steps of the series
 * @see <a href="https://doi.org/10.1126/science.267326">Mackey, Glass 1977, equation 4b</a>
 */
public record MackeyGlass(int tau) {

  private static final double BETA = 0.2;
  private static final double GAMMA = 0.1;
  private static final double EXPONENT = 10;

  /** Runge-Kutta steps per unit of time. */
  private static final int SUBSTEPS = 10;

  private static final double STEP = 1.0 / SUBSTEPS;

  /** Values kept per unit of time: at the ends and in the middle of every Runge-Kutta step. */
  private static final int KEPT = 2 * SUBSTEPS;

  /** Steps at the start of a random series that are left out: still under its random history. */
  private static final int WASHOUT = 100;

  /**
   * Checks the delay.
   *
   * @param tau the delay, in steps of the series
   * @throws IllegalArgumentException if the delay is less than 1
   */
  public MackeyGlass {
    if (tau < 1) {
      throw new IllegalArgumentException("tau must be at least 1 (got " + tau + ")");
    }
  }

  /**
   * The series that follows a given past.
   *
   * @param history {@code x(-tau), ..., x(0)}: tau + 1 values, with straight lines between them
   * @param steps how many values to give
   * @return {@code x(1), ..., x(steps)}
   * @throws IllegalArgumentException if the history has another length or steps is negative
   */
  public double[] solve(double[] history, int steps) {
    if (history.length != tau + 1) {
      throw new IllegalArgumentException(
          "history must have tau + 1 = %d values (got %d)".formatted(tau + 1, history.length));
    }
    if (steps < 0) {
      throw new IllegalArgumentException("steps must be at least 0 (got " + steps + ")");
    }
    int delay = tau * KEPT;
    double[] x = new double[delay + steps * KEPT + 1];
    for (int i = 0; i < delay; i++) {
      double part = (double) (i % KEPT) / KEPT;
      x[i] = (1 - part) * history[i / KEPT] + part * history[i / KEPT + 1];
    }
    x[delay] = history[tau];
    for (int i = delay; i < x.length - 1; i += 2) {
      double early = x[i - delay];
      double middle = x[i - delay + 1];
      double late = x[i - delay + 2];
      double k1 = slope(x[i], early);
      double k2 = slope(x[i] + STEP / 2 * k1, middle);
      double k3 = slope(x[i] + STEP / 2 * k2, middle);
      double k4 = slope(x[i] + STEP * k3, late);
      x[i + 2] = x[i] + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
      x[i + 1] = (x[i] + x[i + 2]) / 2 + STEP / 8 * (k1 - slope(x[i + 2], late));
    }
    double[] series = new double[steps];
    for (int t = 0; t < steps; t++) {
      series[t] = x[delay + (t + 1) * KEPT];
    }
    return series;
  }

  /**
   * A series after a random past: {@code tau + 1} uniform draws from 1.1 to 1.3. Its first 100
   * steps, still under that past, are left out.
   *
   * @param seed of {@link NumpyRandomState}
   * @param steps how many values to give
   * @return the series
   * @throws IllegalArgumentException if the seed is out of range or steps is negative
   */
  public double[] series(long seed, int steps) {
    return series(seed, 1, steps)[0];
  }

  /**
   * Several series, each after its own random past. The first is {@link #series(long, int)}.
   *
   * @param seed of {@link NumpyRandomState}
   * @param count how many series
   * @param steps how many values each has
   * @return the series, shape (count, steps)
   * @throws IllegalArgumentException if the seed is out of range, or count or steps is negative
   */
  public double[][] series(long seed, int count, int steps) {
    if (count < 0 || steps < 0) {
      throw new IllegalArgumentException(
          "count and steps must be at least 0 (got %d and %d)".formatted(count, steps));
    }
    NumpyRandomState random = new NumpyRandomState(seed);
    double[][] series = new double[count][];
    for (int i = 0; i < count; i++) {
      double[] history = new double[tau + 1];
      Arrays.setAll(history, t -> 1.2 + 0.2 * (random.randomSample() - 0.5));
      double[] x = solve(history, WASHOUT + steps);
      series[i] = Arrays.copyOfRange(x, WASHOUT, x.length);
    }
    return series;
  }

  /**
   * Each value as {@code tanh(x - 1)}, as the common benchmark has it: the series of delay 17,
   * which stays in about 0.4 to 1.3, comes to lie around 0.
   *
   * @param series any values
   * @return a new array
   */
  public static double[] squashed(double[] series) {
    return Arrays.stream(series).map(x -> Math.tanh(x - 1)).toArray();
  }

  private static double slope(double now, double delayed) {
    return BETA * delayed / (1 + Math.pow(delayed, EXPONENT)) - GAMMA * now;
  }
}
