package io.github.lmu4j.weights;

import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * An initializer with a seed of its own.
 *
 * @param initializer how values are made
 * @param seed decides the values, whatever weight they are for
 */
public record Seeded(Initializer initializer, long seed) implements Initializer {

  @Override
  public double[] values(Shape shape, Random random) {
    return initializer.values(shape, new Random(seed));
  }
}
