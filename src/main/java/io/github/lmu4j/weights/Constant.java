package io.github.lmu4j.weights;

import java.util.Arrays;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * The same value everywhere.
 *
 * @param value the value
 */
public record Constant(double value) implements Initializer {

  @Override
  public double[] values(Shape shape, Random random) {
    double[] values = new double[Math.toIntExact(shape.size())];
    Arrays.fill(values, value);
    return values;
  }
}
