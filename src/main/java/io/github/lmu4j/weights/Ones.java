package io.github.lmu4j.weights;

import java.util.Random;
import org.tensorflow.ndarray.Shape;

/** Ones. */
public record Ones() implements Initializer {

  @Override
  public double[] values(Shape shape, Random random) {
    return new Constant(1).values(shape, random);
  }
}
