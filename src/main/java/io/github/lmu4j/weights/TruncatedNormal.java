package io.github.lmu4j.weights;

import java.util.Arrays;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * Normally distributed values, drawn again where they are more than two standard deviations from
 * the mean; their own deviation is 0.88 of the one given.
 *
 * @param mean mean
 * @param stddev standard deviation before the tails are cut, not negative
 */
public record TruncatedNormal(double mean, double stddev) implements Initializer {

  /** Checks the deviation. */
  public TruncatedNormal {
    RandomNormal.requireDeviation(stddev);
  }

  @Override
  public double[] values(Shape shape, Random random) {
    double[] values = new double[Math.toIntExact(shape.size())];
    Arrays.setAll(values, i -> mean + stddev * standard(random));
    return values;
  }

  /** Draws from the standard normal distribution cut at two standard deviations. */
  static double standard(Random random) {
    double value;
    do {
      value = random.nextGaussian();
    } while (Math.abs(value) > 2);
    return value;
  }
}
