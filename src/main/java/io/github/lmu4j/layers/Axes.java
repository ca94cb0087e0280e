package io.github.lmu4j.layers;

import io.github.lmu4j.ops.RuntimeShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Some axes of a shape, counted as in Keras: from 0, or negative from the end. */
final class Axes {

  /** The axis of time in an input of rank 3 or more. */
  static final int TIME = 1;

  private final int[] indices;
  private final Shape shape;

  private Axes(int[] indices, Shape shape) {
    this.indices = indices;
    this.shape = shape;
  }

  static Axes of(List<Integer> axes, Shape shape) {
    return new Axes(axes.stream().mapToInt(axis -> positive(axis, shape)).toArray(), shape);
  }

  static int positive(int axis, Shape shape) {
    int rank = shape.numDimensions();
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "axis must be from %d to %d for an input of shape %s (got %d)"
              .formatted(-rank, rank - 1, shape, axis));
    }
    return axis < 0 ? axis + rank : axis;
  }

  /** The axes, counted from 0. */
  Operand<TInt32> indices(Ops tf) {
    return tf.constant(indices);
  }

  /** Whether one of the axes is that of time. */
  boolean includeTime() {
    return shape.numDimensions() > 2 && Arrays.stream(indices).anyMatch(axis -> axis == TIME);
  }

  /** A layer that looks at these axes: without that of time it treats every step by itself. */
  <T extends TFloating> LayerFunction<T> layer(LayerFunction.SignalMap<T> map) {
    return includeTime() ? LayerFunction.allSteps(map) : LayerFunction.of(map);
  }

  /** All other axes, counted from 0. */
  Operand<TInt32> others(Ops tf) {
    return tf.constant(
        IntStream.range(0, shape.numDimensions())
            .filter(axis -> Arrays.stream(indices).noneMatch(index -> index == axis))
            .toArray());
  }

  /** The sizes of the axes. */
  Shape sizes() {
    return Shape.of(Arrays.stream(indices).mapToLong(shape::get).toArray());
  }

  /** The sizes of the axes in their places, and 1 everywhere else. */
  Shape broadcast() {
    long[] sizes = new long[shape.numDimensions()];
    Arrays.fill(sizes, 1);
    for (int index : indices) {
      sizes[index] = shape.get(index);
    }
    return Shape.of(sizes);
  }

  /** A weight of the axes' sizes, in a shape that repeats along all others. */
  <T extends TFloating> Operand<T> spread(Ops tf, Operand<T> weight) {
    return tf.reshape(weight, RuntimeShape.constant(tf, broadcast().asArray()));
  }
}
