package io.github.lmu4j.weights;

import java.util.Random;
import org.tensorflow.ndarray.Shape;

/** Zeros. */
public record Zeros() implements Initializer {
  @Override
  public double[] values(Shape shape, Random random) {
    return new double[Math.toIntExact(shape.size())];
  }
}
