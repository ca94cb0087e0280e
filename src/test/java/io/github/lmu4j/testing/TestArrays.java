package io.github.lmu4j.testing;

import io.github.lmu4j.weights.Array;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.tensorflow.ndarray.Shape;

/** Parts and comparisons of arrays. */
public final class TestArrays {

  private TestArrays() {}

  /** Compares two arrays, relative to the largest entry of the expected one. */
  public static void assertClose(Array actual, Array expected, double tolerance) {
    if (!actual.shape().equals(expected.shape())) {
      throw new AssertionError(
          "the shape must be %s (got %s)".formatted(expected.shape(), actual.shape()));
    }
    double[] is = actual.toDoubles();
    double[] should = expected.toDoubles();
    double largest = 0;
    for (double value : should) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < is.length; i++) {
      if (!(Math.abs(is[i] - should[i]) <= tolerance * largest)) {
        throw new AssertionError(
            "entry %d must be %s to %s of the largest entry %s (got %s)"
                .formatted(i, should[i], tolerance, largest, is[i]));
      }
    }
  }

  /** One time step of (batch, time, n): (batch, n). */
  public static Array step(Array sequence, int step) {
    return part(sequence, 1, step).reshape(without(sequence.shape(), 1));
  }

  /** One entry of the last axis, which stays with size 1. */
  public static Array column(Array array, int column) {
    return part(array, array.shape().numDimensions() - 1, column);
  }

  private static Shape without(Shape shape, int axis) {
    return shape.subShape(0, axis).append(shape.subShape(axis + 1, shape.numDimensions()));
  }

  private static Array part(Array array, int axis, int index) {
    Shape shape = array.shape();
    int inner = (int) shape.subShape(axis + 1, shape.numDimensions()).size();
    int size = (int) shape.get(axis);
    double[] values = array.toDoubles();
    double[] picked = new double[values.length / size];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = values[(i / inner * size + index) * inner + i % inner];
    }
    long[] sizes = shape.asArray();
    sizes[axis] = 1;
    return Array.of(Shape.of(sizes), picked);
  }

  /** A function of every entry. */
  public static Array map(Array array, DoubleUnaryOperator function) {
    return Array.of(array.shape(), Arrays.stream(array.toDoubles()).map(function).toArray());
  }

  /** Two arrays side by side along the last axis. */
  public static Array beside(Array left, Array right) {
    long[] sizes = left.shape().asArray();
    int first = (int) left.shape().get(-1);
    int second = (int) right.shape().get(-1);
    sizes[sizes.length - 1] = (long) first + second;
    double[] l = left.toDoubles();
    double[] r = right.toDoubles();
    double[] values = new double[l.length + r.length];
    for (int i = 0; i < l.length / first; i++) {
      System.arraycopy(l, i * first, values, i * (first + second), first);
      System.arraycopy(r, i * second, values, i * (first + second) + first, second);
    }
    return Array.of(Shape.of(sizes), values);
  }
}
