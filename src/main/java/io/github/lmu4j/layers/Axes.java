package io.github.lmu4j.layers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** Axes as Keras counts them: from 0, or negative from the end. */
final class Axes {

  private Axes() {}

  static int positive(int axis, Shape shape) {
    int rank = shape.numDimensions();
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "axis must be from %d to %d for an input of shape %s (got %d)"
              .formatted(-rank, rank - 1, shape, axis));
    }
    return axis < 0 ? axis + rank : axis;
  }

  static int[] positive(List<Integer> axes, Shape shape) {
    return axes.stream().mapToInt(axis -> positive(axis, shape)).toArray();
  }

  /** All axes but some. */
  static int[] without(int[] kept, Shape shape) {
    return IntStream.range(0, shape.numDimensions())
        .filter(axis -> Arrays.stream(kept).noneMatch(k -> k == axis))
        .toArray();
  }

  /** The sizes of some axes. */
  static Shape sizes(int[] axes, Shape shape) {
    return Shape.of(Arrays.stream(axes).mapToLong(shape::get).toArray());
  }

  /** The shape in which a weight of some axes is repeated along the others. */
  static long[] broadcast(int[] axes, Shape shape) {
    long[] sizes = new long[shape.numDimensions()];
    Arrays.fill(sizes, 1);
    for (int axis : axes) {
      sizes[axis] = shape.get(axis);
    }
    return sizes;
  }
}
