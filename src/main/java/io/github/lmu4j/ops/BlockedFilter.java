package io.github.lmu4j.ops;

import io.github.lmu4j.math.Matrix;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Filters a sequence block by block.
 *
 * <p>Within a block of C steps that starts from memory s, {@code m_j = s A^j + sum over i < j of
 * u_i B A^(j-1-i)}, j from 1 to C, with row vectors and A transposed. So all outputs of all blocks
 * are one matrix product {@code [u, s] [Toeplitz; Powers]}; only the starts of the blocks depend on
 * each other. A weight W behind the memory goes into the second factor, which then is (C + order, C
 * * units), and no m is made.
 */
final class BlockedFilter<T extends TFloating> {

  private final Ops tf;
  private final MemorySystem system;
  private final InputSequence<T> input;
  private final Class<T> type;
  private final int size;

  /** The number of blocks, or -1 where only the running graph knows it. */
  private final int blocks;

  private final Operand<TInt32> blockCount;
  private final int order;
  private final int channels;

  /**
   * @param size number of steps of a block
   */
  BlockedFilter(Ops tf, MemorySystem system, InputSequence<T> input, int size) {
    this.tf = tf;
    this.system = system;
    this.input = input;
    this.type = input.type();
    this.size = size;
    this.blocks = input.hasKnownLength() ? (input.steps() + size - 1) / size : -1;
    this.blockCount =
        blocks >= 0
            ? tf.constant(blocks)
            : tf.math.floorDiv(
                tf.math.add(input.length(tf), tf.constant(size - 1)), tf.constant(size));
    this.order = system.order();
    this.channels = input.channels();
  }

  /** The memory at every step, shape (batch, time, channels * order). */
  Operand<T> sequence() {
    Operand<T> u = byChannel(input());
    boolean carry = blocks != 1;
    if (carry) {
      u = tf.concat(List.of(u, starts(u)), tf.constant(2));
    }
    Matrix filter = filter(carry);
    Operand<T> m = tf.linalg.matMul(reshape(u, -1, filter.rows()), Constants.of(tf, type, filter));
    if (channels > 1) {
      m =
          tf.linalg.transpose(
              reshape(m, -1, channels, size, order), tf.constant(new int[] {0, 2, 1, 3}));
    }
    return unblocked(m, channels * order);
  }

  /**
   * A map of the memory at every step, shape (batch, time, units).
   *
   * @param w shape (channels * order, units)
   */
  Operand<T> projected(Operand<T> w, int units) {
    // (order, channels, units), so that one product serves all channels
    Operand<T> columns =
        tf.linalg.transpose(reshape(w, channels, order, units), tf.constant(new int[] {1, 0, 2}));
    columns = reshape(columns, order, channels * units);
    Operand<T> u = input();
    Operand<T> rows = reshape(u, -1, size * channels);
    Operand<T> filter = projectedToeplitz(columns, units);
    if (blocks != 1) {
      Operand<T> starts = reshape(starts(byChannel(u)), -1, channels * order);
      rows = tf.concat(List.of(rows, starts), tf.constant(1));
      filter = tf.concat(List.of(filter, projectedPowers(columns, units)), tf.constant(0));
    }
    return unblocked(tf.linalg.matMul(rows, filter), units);
  }

  /** Row vectors are multiplied by the transpose of A. */
  private Matrix transition() {
    return system.stateSpace().a().transpose();
  }

  /** The input in blocks, zeros behind the end, shape (batch * blocks, size, channels). */
  private Operand<T> input() {
    Operand<T> padded = input.values();
    if (blocks * size != input.steps()) {
      Operand<TInt32> zero = tf.constant(0);
      Operand<TInt32> missing =
          tf.math.sub(tf.math.mul(blockCount, tf.constant(size)), input.length(tf));
      padded =
          tf.pad(
              padded,
              tf.reshape(
                  shape(zero, zero, zero, missing, zero, zero), tf.constant(new int[] {3, 2})),
              Constants.of(tf, type, 0));
    }
    return reshape(padded, -1, size, channels);
  }

  /** (batch * blocks, size, channels) to (batch * blocks, channels, size). */
  private Operand<T> byChannel(Operand<T> blocks) {
    return channels == 1
        ? reshape(blocks, -1, 1, size)
        : tf.linalg.transpose(blocks, tf.constant(new int[] {0, 2, 1}));
  }

  /**
   * Where the memory stands at the start of every block, shape (batch * blocks, channels, order).
   */
  private Operand<T> starts(Operand<T> u) {
    Operand<T> added =
        tf.linalg.matMul(
            reshape(u, -1, size), Constants.of(tf, type, system.reversedImpulseResponse(size)));
    Operand<TInt32> any = tf.constant(-1);
    Operand<TInt32> width = tf.constant(channels * order);
    Operand<TInt32> swap = tf.constant(new int[] {1, 0, 2});
    Operand<T> timeMajor =
        tf.linalg.transpose(tf.reshape(added, shape(any, blockCount, width)), swap);
    Operand<T> starts =
        BlockChain.starts(
            tf,
            tf.reshape(timeMajor, shape(blockCount, any, tf.constant(order))),
            Constants.of(tf, type, transition().power(size)),
            blocks);
    Operand<T> batchMajor =
        tf.linalg.transpose(tf.reshape(starts, shape(blockCount, any, width)), swap);
    return reshape(batchMajor, -1, channels, order);
  }

  /** (batch * blocks, size * width) to (batch, time, width). */
  private Operand<T> unblocked(Operand<T> values, int width) {
    Operand<TInt32> any = tf.constant(-1);
    Operand<TInt32> steps = tf.math.mul(blockCount, tf.constant(size));
    Operand<T> padded = tf.reshape(values, shape(any, steps, tf.constant(width)));
    if (blocks * size == input.steps()) {
      return padded;
    }
    Operand<T> cut = tf.slice(padded, tf.constant(new int[3]), shape(any, input.length(tf), any));
    // States the width again, which shape inference loses at a slice of unknown length.
    return tf.reshape(cut, shape(any, input.length(tf), tf.constant(width)));
  }

  /**
   * What u_i (row i) and, with a carry, the start of the block (the rows below) add to m_j (column
   * block j), shape (size or size + order, size * order).
   */
  private Matrix filter(boolean carry) {
    Matrix response = system.impulseResponse(size);
    int columns = size * order;
    double[] values = new double[(carry ? size + order : size) * columns];
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        System.arraycopy(response.row(j - i), 0, values, i * columns + j * order, order);
      }
    }
    if (carry) {
      double[] powers = system.stateSpace().transposedPowers(size).toArray();
      System.arraycopy(powers, 0, values, size * columns, powers.length);
    }
    return Matrix.of(values.length / columns, columns, values);
  }

  /** What u_i adds to y_j (size * channels, size * units). */
  private Operand<T> projectedToeplitz(Operand<T> w, int units) {
    Operand<T> response = tf.linalg.matMul(Constants.of(tf, type, system.impulseResponse(size)), w);
    double[] selection = new double[size * size * size];
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        selection[(i * size + j) * size + j - i] = 1;
      }
    }
    Operand<T> toeplitz =
        tf.linalg.matMul(
            Constants.of(tf, type, Shape.of((long) size * size, size), selection), response);
    if (channels > 1) {
      toeplitz =
          tf.linalg.transpose(
              reshape(toeplitz, size, size, channels, units), tf.constant(new int[] {0, 2, 1, 3}));
    }
    return reshape(toeplitz, size * channels, size * units);
  }

  /**
   * {@code [A^1 W, .., A^C W]} (channels * order, size * units), by doubling: of the powers of A
   * only the first, second, fourth, .. are needed.
   */
  private Operand<T> projectedPowers(Operand<T> w, int units) {
    int width = channels * units;
    Matrix power = transition();
    Operand<T> all = tf.linalg.matMul(Constants.of(tf, type, power), w);
    for (int count = 1; count < size; count *= 2) {
      power = count == 1 ? power : power.multiply(power);
      int added = Math.min(count, size - count);
      Operand<T> first =
          added == count
              ? all
              : tf.slice(
                  all,
                  tf.constant(new int[] {0, 0}),
                  tf.constant(new int[] {order, added * width}));
      Operand<T> next = tf.linalg.matMul(Constants.of(tf, type, power), first);
      all = tf.concat(List.of(all, next), tf.constant(1));
    }
    if (channels > 1) {
      all =
          tf.linalg.transpose(
              reshape(all, order, size, channels, units), tf.constant(new int[] {2, 0, 1, 3}));
    }
    return reshape(all, channels * order, size * units);
  }

  @SafeVarargs
  private Operand<TInt32> shape(Operand<TInt32>... sizes) {
    return InputSequence.shape(tf, sizes);
  }

  private Operand<T> reshape(Operand<T> values, int... shape) {
    return tf.reshape(values, tf.constant(shape));
  }
}
