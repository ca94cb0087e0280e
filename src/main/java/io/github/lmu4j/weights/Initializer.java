package io.github.lmu4j.weights;

import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * Makes the first value of a weight.
 *
 * <p>Values are made in Java, in double precision, and rounded to the weight's dtype, so that a
 * seed gives the same weights on every machine.
 */
@FunctionalInterface
public interface Initializer {

  /**
   * Makes the values.
   *
   * @param shape shape of the weight
   * @param random source of randomness, seeded by the weight's path
   * @return values in row-major order, as many as the shape has elements
   */
  double[] values(Shape shape, Random random);
}
