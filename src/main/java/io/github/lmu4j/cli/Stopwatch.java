package io.github.lmu4j.cli;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Times equal pieces of work, one after the other, until enough are timed; watches memory too. */
final class Stopwatch {

  private static final int WARM_UP = 3;
  private static final int FEWEST = 5;

  /** Enough of long pieces of work, which vary less. */
  private static final int FEWEST_LONG = 3;

  /** A piece of work is long if the fewest take this many times what was asked for. */
  private static final int LONG = 3;

  private static final int MOST = 10_000;

  private final double seconds;
  private final double[] laps = new double[MOST];
  private int count;
  private int warmUp;
  private double warmedUp;
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
    PeakMemory.reset();
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
    if (warmUp == 0 || (warmUp < WARM_UP && warmedUp < seconds)) {
      first = warmUp++ == 0 ? lap : first;
      // The first one is mostly preparation.
      warmedUp += warmUp == 1 ? 0 : lap;
      return false;
    }
    laps[count++] = lap;
    counted += lap;
    return count == MOST
        || (count >= FEWEST && counted >= seconds)
        || (count >= FEWEST_LONG && counted >= LONG * seconds);
  }

  Timing timing() {
    double[] sorted = Arrays.copyOf(laps, count);
    Arrays.sort(sorted);
    return new Timing(
        sorted[0], sorted[count / 2], count, first, PeakMemory.bytes(), OptionalDouble.empty());
  }
}
