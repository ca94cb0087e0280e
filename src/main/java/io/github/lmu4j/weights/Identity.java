package io.github.lmu4j.weights;

import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * The identity matrix, or as much of it as the shape holds.
 *
 * @param gain value of the diagonal
 */
public record Identity(double gain) implements Initializer {

  @Override
  public double[] values(Shape shape, Random random) {
    if (shape.numDimensions() != 2) {
      throw new IllegalArgumentException(
          "the identity initializer makes matrices only (got shape %s)".formatted(shape));
    }
    int columns = Math.toIntExact(shape.get(1));
    double[] values = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < Math.min(shape.get(0), columns); i++) {
      values[i * columns + i] = gain;
    }
    return values;
  }
}
