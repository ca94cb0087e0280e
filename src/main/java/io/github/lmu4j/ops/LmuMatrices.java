package io.github.lmu4j.ops;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The matrices of a {@link BlockedLoop} from the weights of an LMU, by operations that have
 * gradients.
 *
 * <p>For row vectors: m' = m A + u b. With {@code K = b W_m}, the sums of a step are {@code m F + h
 * RECURRENT + (s, x, 1) STEP}, where m is the memory before the step and
 *
 * <pre>
 *   F         = [A W_m + E_m K | E_m]
 *   RECURRENT = [W_h + E_h K   | E_h]
 *   STEP      = [K             | I  ]   for s
 *               [W_x           | 0  ]   for x
 *               [b             | 0  ]   for 1
 * </pre>
 *
 * <p>j steps after the start of a block m is {@code m_0 A^j + sum of u_i b A^(j-1-i)}, so that
 * {@code A^j F} belongs in BLOCK and {@code b A^k F} in CORRECTION.
 */
final class LmuMatrices<T extends TFloating> {

  private final Ops tf;
  private final DiscreteStateSpace system;
  private final LmuLoopWeights<T> weights;
  private final Class<T> type;
  private final int order;
  private final int channels;
  private final int units;
  private final Operand<T> direct;

  /** F, shape (order, channels * width). */
  private final Operand<T> folded;

  LmuMatrices(Ops tf, DiscreteStateSpace system, LmuLoopWeights<T> weights) {
    this.tf = tf;
    this.system = system;
    this.weights = weights;
    type = weights.hiddenToHidden().type();
    order = system.order();
    units = weights.units();
    channels = Math.toIntExact(weights.memoryToHidden().shape().get(0)) / order;
    Operand<T> seen = byRow(weights.memoryToHidden(), units);
    direct = reshape(tf.linalg.matMul(constant(system.b().transpose()), seen), channels, units);
    Operand<T> moved =
        reshape(
            swapped(tf.linalg.matMul(constant(system.a().transpose()), seen), order, channels),
            channels * order,
            units);
    folded = byRow(withSignal(moved, weights.memoryToMemory(), channels * order), width());
  }

  int width() {
    return units + channels;
  }

  int channels() {
    return channels;
  }

  /** [W + E K | E], or [W | 0] if there is no E. */
  private Operand<T> withSignal(Operand<T> w, Optional<Operand<T>> e, int rows) {
    Operand<T> left = e.isEmpty() ? w : tf.math.add(w, tf.linalg.matMul(e.get(), direct));
    Operand<T> right = e.orElseGet(() -> zeros(rows, channels));
    return tf.concat(List.of(left, right), tf.constant(1));
  }

  Operand<T> recurrent() {
    return withSignal(weights.hiddenToHidden(), weights.hiddenToMemory(), units);
  }

  /** STEP, shape (channels + inputs, and one more if there is a bias, width). */
  Operand<T> step() {
    List<Operand<T>> rows = new ArrayList<>();
    rows.add(tf.concat(List.of(direct, constant(Matrix.identity(channels))), tf.constant(1)));
    weights.inputToHidden().ifPresent(w -> rows.add(withoutSignal(w, weights.inputs())));
    weights.bias().ifPresent(b -> rows.add(withoutSignal(reshape(b, 1, units), 1)));
    return rows.size() == 1 ? rows.get(0) : tf.concat(rows, tf.constant(0));
  }

  private Operand<T> withoutSignal(Operand<T> w, int rows) {
    return tf.concat(List.of(w, zeros(rows, channels)), tf.constant(1));
  }

  /** {@code [F, A F, .., A^(C-1) F]}, shape (channels * order, steps * width). */
  Operand<T> block(int steps) {
    if (steps == 1) {
      return reshape(swapped(folded, order, channels), channels * order, width());
    }
    double[] powers = new double[(steps - 1) * order * order];
    Matrix transition = system.a().transpose();
    Matrix power = transition;
    for (int j = 1; j < steps; j++) {
      System.arraycopy(power.toArray(), 0, powers, (j - 1) * order * order, order * order);
      power = power.multiply(transition);
    }
    Operand<T> later =
        tf.linalg.matMul(constant(Matrix.of((steps - 1) * order, order, powers)), folded);
    Operand<T> all =
        reshape(tf.concat(List.of(folded, later), tf.constant(0)), steps, order, channels, width());
    return reshape(
        tf.linalg.transpose(all, tf.constant(new int[] {2, 1, 0, 3})),
        channels * order,
        steps * width());
  }

  /**
   * STEP for each step of a block, on its diagonal.
   *
   * @return shape (steps * rows of STEP, steps * width)
   */
  Operand<T> steps(int steps, int rows) {
    Operand<T> diagonal =
        Constants.of(tf, type, Shape.of(steps, 1, steps, 1), Matrix.identity(steps).toArray());
    Operand<T> step = reshape(step(), 1, rows, 1, width());
    return reshape(tf.math.mul(diagonal, step), steps * rows, steps * width());
  }

  /** What the signals add to later sums of a block of more than one step. */
  Operand<T> correction(int steps) {
    Operand<T> byLag = tf.linalg.matMul(constant(system.impulseResponse(steps - 1)), folded);
    int pairs = steps * (steps - 1) / 2;
    double[] selection = new double[pairs * (steps - 1)];
    int row = 0;
    for (int step = 1; step < steps; step++) {
      for (int earlier = 0; earlier < step; earlier++) {
        selection[row++ * (steps - 1) + step - 1 - earlier] = 1;
      }
    }
    Operand<T> selected = tf.linalg.matMul(constant(Matrix.of(pairs, steps - 1, selection)), byLag);
    return reshape(selected, pairs * channels, width());
  }

  /** A^C, and below it what each signal of a block adds to the memory after the block. */
  Operand<T> advance(int steps) {
    double[] values = new double[(order + steps) * order];
    System.arraycopy(system.power(steps).transpose().toArray(), 0, values, 0, order * order);
    Matrix response = system.impulseResponse(steps);
    for (int i = 0; i < steps; i++) {
      System.arraycopy(response.row(steps - 1 - i), 0, values, (order + i) * order, order);
    }
    return constant(Matrix.of(order + steps, order, values));
  }

  /** (channels * order, columns) to (order, channels * columns). */
  private Operand<T> byRow(Operand<T> matrix, int columns) {
    return reshape(swapped(matrix, channels, order), order, channels * columns);
  }

  /** (first * second, ...) to (second, first, ...), or (first, second * ...) likewise. */
  private Operand<T> swapped(Operand<T> matrix, int first, int second) {
    if (channels == 1) {
      return matrix;
    }
    return tf.linalg.transpose(
        reshape(matrix, first, second, -1), tf.constant(new int[] {1, 0, 2}));
  }

  private Operand<T> constant(Matrix matrix) {
    return Constants.of(tf, type, matrix);
  }

  private Operand<T> zeros(int rows, int columns) {
    return constant(Matrix.of(rows, columns, new double[rows * columns]));
  }

  private Operand<T> reshape(Operand<T> values, int... shape) {
    return tf.reshape(values, tf.constant(shape));
  }
}
