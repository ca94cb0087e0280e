package io.github.lmu4j.cli;

import io.github.lmu4j.weights.Initializer;
import java.util.Arrays;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/**
 * A kernel whose first rows begin in one way and the rest in another, each as a kernel of its own.
 *
 * @param top makes the first rows
 * @param rows how many rows those are
 * @param bottom makes the rest
 */
record SplitRows(Initializer top, int rows, Initializer bottom) implements Initializer {

  @Override
  public double[] values(Shape shape, Random random) {
    if (shape.numDimensions() != 2 || shape.get(0) < rows) {
      throw new IllegalArgumentException(
          "the kernel must have two axes and at least %d rows (got %s)".formatted(rows, shape));
    }
    double[] first = top.values(Shape.of(rows, shape.get(1)), random);
    double[] rest = bottom.values(Shape.of(shape.get(0) - rows, shape.get(1)), random);
    double[] all = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }
}
