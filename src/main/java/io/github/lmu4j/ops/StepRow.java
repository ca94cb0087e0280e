package io.github.lmu4j.ops;

import io.github.lmu4j.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What the columns of a {@link BlockedLoop}'s row hold after a step: all that the next step's sums
 * take from within the block.
 *
 * <pre>
 *   row = [h | SCALE u_j, SCALE u_(j-1), .. | unused | SCALE]
 * </pre>
 *
 * <p>There are U columns of the hidden state h; those of the memory's inputs u, here called
 * signals, d a step, the latest first and zero where there was none yet; and a one for the biases.
 * Without a memory a row is the hidden state alone. Rows have shape (batch, width).
 *
 * @param activation of the hidden state
 * @param units U
 * @param channels d, 0 if there is no memory
 * @param width columns of a row
 */
record StepRow(Activation activation, int units, int channels, int width) {

  /**
   * Signals, and the one, stand in rows so many times as large as they are: so small that tanh
   * leaves them as they are, and its derivative their gradients. So one operation does for a row. A
   * power of two rounds nothing.
   */
  static final double SCALE = 0x1p-64;

  private static final int VECTOR = 16;
  private static final int FEW = 4 * VECTOR;

  /**
   * A row with the signals of so many steps: U + d steps + 1 columns, and as many unused ones as
   * make rows that products are fastest with, of whole vectors.
   */
  static StepRow withMemory(Activation activation, int units, int channels, int steps) {
    int needed = units + channels * steps + 1;
    int width = needed < FEW ? needed : (needed + VECTOR - 1) / VECTOR * VECTOR;
    return new StepRow(activation, units, channels, width);
  }

  /** A row that is the hidden state alone. */
  static StepRow withoutMemory(Activation activation, int units) {
    return new StepRow(activation, units, 0, units);
  }

  private boolean hasSignals() {
    return channels > 0;
  }

  /** Columns that are neither hidden state nor signals of the given number of steps. */
  int others(int steps) {
    return width - units - channels * steps;
  }

  /** The row of a hidden state before the first signal. */
  <T extends TFloating> Operand<T> first(Ops tf, Operand<T> hidden) {
    if (!hasSignals()) {
      return hidden;
    }
    double[] one = new double[width];
    one[width - 1] = SCALE;
    return tf.math.add(
        padded(tf, hidden), Constants.of(tf, hidden.type(), Matrix.of(1, width, one)));
  }

  /** The row of a step's sums: the activation of the hidden state, and signals as they are. */
  <T extends TFloating> Operand<T> ofSums(Ops tf, Operand<T> sums) {
    if (actsOnSignals()) {
      return activation.apply(tf, sums);
    }
    List<Operand<T>> parts = cut(tf, sums);
    return joined(tf, List.of(activation.apply(tf, parts.get(0)), parts.get(1)));
  }

  /** The gradient of a step's sums, of its row and that row's gradient. */
  <T extends TFloating> Operand<T> sumGradient(Ops tf, Operand<T> row, Operand<T> gradient) {
    OutputDerivative.Rule rule = OutputDerivative.of(activation).orElseThrow();
    if (actsOnSignals()) {
      return rule.apply(tf, row, gradient);
    }
    List<Operand<T>> parts = cut(tf, gradient);
    return joined(tf, List.of(rule.apply(tf, hidden(tf, row), parts.get(0)), parts.get(1)));
  }

  /** Whether one operation does for a row: see {@link #SCALE}. */
  private boolean actsOnSignals() {
    return !hasSignals() || activation == Activation.TANH || activation == Activation.LINEAR;
  }

  /** The hidden state in a row. */
  <T extends TFloating> Operand<T> hidden(Ops tf, Operand<T> row) {
    return hasSignals() ? columns(tf, row, 0, units) : row;
  }

  /** A hidden state, or a gradient of one, and zeros. */
  <T extends TFloating> Operand<T> padded(Ops tf, Operand<T> hidden) {
    int[][] paddings = {{0, 0}, {0, width - units}};
    return hasSignals()
        ? tf.pad(hidden, tf.constant(paddings), Constants.of(tf, hidden.type(), 0))
        : hidden;
  }

  /** A row without its signals: the first of another block. */
  <T extends TFloating> Operand<T> withoutSignals(Ops tf, Operand<T> row) {
    if (!hasSignals()) {
      return row;
    }
    double[] kept = new double[width];
    Arrays.fill(kept, 0, units, 1);
    kept[width - 1] = 1;
    return tf.math.mul(row, Constants.of(tf, row.type(), Matrix.of(1, width, kept)));
  }

  /** The signals of the last steps in a row, (batch * d, steps): one channel after the other. */
  <T extends TFloating> Operand<T> signals(Ops tf, Operand<T> row, int steps) {
    Operand<T> signals = columns(tf, row, units, channels * steps);
    return swapped(tf, signals, steps, channels, steps);
  }

  /**
   * The gradient of a row, of those of its parts.
   *
   * @param hidden the gradient of the hidden state
   * @param signals that of {@code signals(tf, row, steps)}
   * @param steps how many steps these are of
   * @param others that of the other columns
   */
  <T extends TFloating> Operand<T> gradient(
      Ops tf, Operand<T> hidden, Operand<T> signals, int steps, Operand<T> others) {
    Operand<T> bySteps = swapped(tf, signals, channels, steps, channels * steps);
    return joined(tf, List.of(hidden, bySteps, others));
  }

  /** In every {@code first * second} columns second before first, then in rows of a new size. */
  private <T extends TFloating> Operand<T> swapped(
      Ops tf, Operand<T> values, int first, int second, int columns) {
    if (channels == 1) {
      return values;
    }
    Operand<T> split = tf.reshape(values, tf.constant(new int[] {-1, first, second}));
    Operand<T> swapped = tf.linalg.transpose(split, tf.constant(new int[] {0, 2, 1}));
    return tf.reshape(swapped, tf.constant(new int[] {-1, columns}));
  }

  private static <T extends TFloating> Operand<T> columns(
      Ops tf, Operand<T> row, int first, int count) {
    return tf.slice(row, tf.constant(new int[] {0, first}), tf.constant(new int[] {-1, count}));
  }

  /** The columns of the hidden state, and the others. */
  private <T extends TFloating> List<Operand<T>> cut(Ops tf, Operand<T> row) {
    int[] sizes = {units, width - units};
    return new ArrayList<>(tf.splitV(row, tf.constant(sizes), tf.constant(1), 2L).output());
  }

  private static <T extends TFloating> Operand<T> joined(Ops tf, List<Operand<T>> parts) {
    return tf.concat(parts, tf.constant(1));
  }
}
