package io.github.lmu4j.testing;

import io.github.lmu4j.weights.Array;

/** How far an array is from what it should be. */
public final class Difference {

  private Difference() {}

  /**
   * The largest difference, relative to the largest expected value.
   *
   * @param actual the array
   * @param expected what it should be
   * @return largest absolute difference over largest absolute value; infinite where shapes differ
   *     or a number is missing, absolute where all that is expected is zero
   */
  public static double relative(Array actual, Array expected) {
    if (!actual.shape().equals(expected.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double scale = 0;
    for (int i = 0; i < expected.size(); i++) {
      double distance = Math.abs(actual.doubleAt(i) - expected.doubleAt(i));
      if (Double.isNaN(distance)) {
        return Double.POSITIVE_INFINITY;
      }
      difference = Math.max(difference, distance);
      scale = Math.max(scale, Math.abs(expected.doubleAt(i)));
    }
    return scale == 0 ? difference : difference / scale;
  }
}
