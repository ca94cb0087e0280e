package io.github.lmu4j.weights;

import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * Normally distributed values.
 *
 * @param mean mean
 * @param stddev standard deviation
 */
public record RandomNormal(double mean, double stddev) implements Initializer {

  @Override
  public double[] values(Shape shape, Random random) {
    double[] values = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + stddev * random.nextGaussian();
    }
    return values;
  }

  /** Draws from the standard normal distribution cut at two standard deviations. */
  static double truncated(Random random) {
    double value;
    do {
      value = random.nextGaussian();
    } while (Math.abs(value) > 2);
    return value;
  }
}
