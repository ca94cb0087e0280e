package io.github.lmu4j.cli;

import java.util.Arrays;

/** Times equal pieces of work, one after the other, until enough are timed. */
final class Stopwatch {

  private static final int WARM_UP = 3;
  private static final int FEWEST = 5;
  private static final int MOST = 10_000;

  private final double seconds;
  private final double[] laps = new double[MOST];
  private int count;
  private int warmUp;
  private double first;
  private double counted;
  private long last = System.nanoTime();

  /**
   * Starts.
   *
   * @param seconds about how long to go on after the warm-up
   */
  Stopwatch(double seconds) {
    this.seconds = seconds;
  }

  /**
   * Ends a piece of work.
   *
   * @return whether enough are timed
   */
  boolean lap() {
    long now = System.nanoTime();
    double lap = (now - last) * 1e-9;
    last = now;
    if (warmUp < WARM_UP) {
      first = warmUp++ == 0 ? lap : first;
      return false;
    }
    laps[count++] = lap;
    counted += lap;
    return count == MOST || (count >= FEWEST && counted >= seconds);
  }

  BenchCommand.Timing timing() {
    double[] sorted = Arrays.copyOf(laps, count);
    Arrays.sort(sorted);
    return new BenchCommand.Timing(sorted[0], sorted[count / 2], count, first);
  }
}
