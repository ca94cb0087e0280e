package io.github.lmu4j.model;

import io.github.lmu4j.weights.DType;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/** The memory of a tensor as numbers, which are rounded or widened where the caller's differ. */
sealed interface StreamBuffer {

  /** Numbers of float32 or float64. */
  static StreamBuffer of(ByteBuffer memory, DType type) {
    return type == DType.FLOAT64
        ? new Doubles(memory.asDoubleBuffer())
        : new Floats(memory.asFloatBuffer());
  }

  /** Writes some of the caller's numbers. */
  void put(int at, float[] numbers, int first, int count);

  /** Writes some of the caller's numbers. */
  void put(int at, double[] numbers, int first, int count);

  /** Reads into some of the caller's numbers. */
  void get(int at, float[] numbers, int first, int count);

  /** Reads into some of the caller's numbers. */
  void get(int at, double[] numbers, int first, int count);

  /** A tensor of float32. */
  record Floats(FloatBuffer memory) implements StreamBuffer {

    @Override
    public void put(int at, float[] numbers, int first, int count) {
      memory.put(at, numbers, first, count);
    }

    @Override
    public void put(int at, double[] numbers, int first, int count) {
      for (int i = 0; i < count; i++) {
        memory.put(at + i, (float) numbers[first + i]);
      }
    }

    @Override
    public void get(int at, float[] numbers, int first, int count) {
      memory.get(at, numbers, first, count);
    }

    @Override
    public void get(int at, double[] numbers, int first, int count) {
      for (int i = 0; i < count; i++) {
        numbers[first + i] = memory.get(at + i);
      }
    }
  }

  /** A tensor of float64. */
  record Doubles(DoubleBuffer memory) implements StreamBuffer {

    @Override
    public void put(int at, float[] numbers, int first, int count) {
      for (int i = 0; i < count; i++) {
        memory.put(at + i, numbers[first + i]);
      }
    }

    @Override
    public void put(int at, double[] numbers, int first, int count) {
      memory.put(at, numbers, first, count);
    }

    @Override
    public void get(int at, float[] numbers, int first, int count) {
      for (int i = 0; i < count; i++) {
        numbers[first + i] = (float) memory.get(at + i);
      }
    }

    @Override
    public void get(int at, double[] numbers, int first, int count) {
      memory.get(at, numbers, first, count);
    }
  }
}
