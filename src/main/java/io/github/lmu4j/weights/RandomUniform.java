package io.github.lmu4j.weights;

import java.util.Arrays;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * Uniformly distributed values.
 *
 * @param minval lower end of the interval
 * @param maxval upper end of the interval, not below the lower one
 */
public record RandomUniform(double minval, double maxval) implements Initializer {

  /** Checks the order of the ends. */
  public RandomUniform {
    if (!(minval <= maxval)) {
      throw new IllegalArgumentException(
          "minval must not be above maxval (got %s and %s)".formatted(minval, maxval));
    }
  }

  @Override
  public double[] values(Shape shape, Random random) {
    double[] values = new double[Math.toIntExact(shape.size())];
    Arrays.setAll(values, i -> minval + (maxval - minval) * random.nextDouble());
    return values;
  }
}
