package io.github.lmu4j.model;

import io.github.lmu4j.weights.DType;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * The memory of a matrix, a row for each stream, whose numbers are rounded or widened where the
 * caller's differ. The caller's rows begin at {@code first}, {@code stride} numbers apart.
 */
sealed interface StreamBuffer {

  /** Numbers of float32 or float64. */
  static StreamBuffer of(ByteBuffer memory, DType type, int rows, int columns) {
    return type == DType.FLOAT64
        ? new Doubles(memory.asDoubleBuffer(), rows, columns)
        : new Floats(memory.asFloatBuffer(), rows, columns);
  }

  /** Takes the caller's rows. */
  void put(float[] numbers, int first, int stride);

  /** Takes the caller's rows. */
  void put(double[] numbers, int first, int stride);

  /** Gives the caller its rows. */
  void get(float[] numbers, int first, int stride);

  /** Gives the caller its rows. */
  void get(double[] numbers, int first, int stride);

  /** A tensor of float32. */
  record Floats(FloatBuffer memory, int rows, int columns) implements StreamBuffer {

    @Override
    public void put(float[] numbers, int first, int stride) {
      if (stride == columns) {
        memory.put(0, numbers, first, rows * columns);
        return;
      }
      for (int row = 0; row < rows; row++) {
        memory.put(row * columns, numbers, first + row * stride, columns);
      }
    }

    @Override
    public void put(double[] numbers, int first, int stride) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < columns; i++) {
          memory.put(row * columns + i, (float) numbers[first + row * stride + i]);
        }
      }
    }

    @Override
    public void get(float[] numbers, int first, int stride) {
      if (stride == columns) {
        memory.get(0, numbers, first, rows * columns);
        return;
      }
      for (int row = 0; row < rows; row++) {
        memory.get(row * columns, numbers, first + row * stride, columns);
      }
    }

    @Override
    public void get(double[] numbers, int first, int stride) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < columns; i++) {
          numbers[first + row * stride + i] = memory.get(row * columns + i);
        }
      }
    }
  }

  /** A tensor of float64. */
  record Doubles(DoubleBuffer memory, int rows, int columns) implements StreamBuffer {

    @Override
    public void put(float[] numbers, int first, int stride) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < columns; i++) {
          memory.put(row * columns + i, numbers[first + row * stride + i]);
        }
      }
    }

    @Override
    public void put(double[] numbers, int first, int stride) {
      for (int row = 0; row < rows; row++) {
        memory.put(row * columns, numbers, first + row * stride, columns);
      }
    }

    @Override
    public void get(float[] numbers, int first, int stride) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < columns; i++) {
          numbers[first + row * stride + i] = (float) memory.get(row * columns + i);
        }
      }
    }

    @Override
    public void get(double[] numbers, int first, int stride) {
      for (int row = 0; row < rows; row++) {
        memory.get(row * columns, numbers, first + row * stride, columns);
      }
    }
  }
}
