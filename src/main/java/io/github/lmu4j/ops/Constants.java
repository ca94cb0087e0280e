package io.github.lmu4j.ops;

import io.github.lmu4j.math.Matrix;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Double-precision values as constants of a graph, rounded to its dtype. */
public final class Constants {

  private Constants() {}

  /**
   * A matrix.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param type float32 or float64
   * @param matrix the values
   * @return shape (rows, columns)
   */
  public static <T extends TFloating> Operand<T> of(Ops tf, Class<T> type, Matrix matrix) {
    return of(tf, type, Shape.of(matrix.rows(), matrix.columns()), matrix.toArray());
  }

  /**
   * A scalar.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param type float32 or float64
   * @param value the value
   * @return scalar
   */
  public static <T extends TFloating> Operand<T> of(Ops tf, Class<T> type, double value) {
    return of(tf, type, Shape.scalar(), value);
  }

  /**
   * An array.
   *
   * <p>It is rounded in Java: a cast in the graph would keep the doubles in every saved model.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param type float32 or float64
   * @param shape the shape
   * @param values as many as the shape has elements, in row-major order
   * @return an array of the given shape
   * @throws IllegalArgumentException if the dtype is another one
   */
  @SuppressWarnings("unchecked")
  public static <T extends TFloating> Operand<T> of(
      Ops tf, Class<T> type, Shape shape, double... values) {
    if (type == TFloat64.class) {
      return (Operand<T>) tf.constant(shape, DataBuffers.of(values));
    }
    if (type != TFloat32.class) {
      throw new IllegalArgumentException(
          "the dtype must be float32 or float64 (got %s)".formatted(type.getSimpleName()));
    }
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return (Operand<T>) tf.constant(shape, DataBuffers.of(rounded));
  }
}
