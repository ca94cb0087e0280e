package io.github.lmu4j.weights;

import java.util.Arrays;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * Normally distributed values.
 *
 * @param mean mean
 * @param stddev standard deviation, not negative
 */
public record RandomNormal(double mean, double stddev) implements Initializer {

  /** Checks the deviation. */
  public RandomNormal {
    requireDeviation(stddev);
  }

  static void requireDeviation(double stddev) {
    if (!(stddev >= 0)) {
      throw new IllegalArgumentException("stddev must not be negative (got %s)".formatted(stddev));
    }
  }

  @Override
  public double[] values(Shape shape, Random random) {
    double[] values = new double[Math.toIntExact(shape.size())];
    Arrays.setAll(values, i -> mean + stddev * random.nextGaussian());
    return values;
  }
}
