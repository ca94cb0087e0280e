package io.github.lmu4j.ops;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The matrices of a {@link BlockedLoop} from the weights of an LMU, by operations that have
 * gradients.
 *
 * <p>For row vectors: m' = m A + u b. With {@code K = b W_m}, the sums of a step are {@code m F + h
 * FROM_HIDDEN + FROM_ONE + x STEP}, where m is the memory before the step and
 *
 * <pre>
 *   F           = [A W_m + E_m K | E_m]
 *   FROM_HIDDEN = [W_h + E_h K   | E_h]
 *   FROM_ONE    = [b + b_u K     | b_u]
 *   STEP        = [W_x + E_x K   | E_x]
 * </pre>
 *
 * <p>j steps after the start of a block m is {@code m_0 A^j + sum of u_i b A^(j-1-i)}, so that
 * {@code A^j F} belongs in BLOCK. RECURRENT has FROM_HIDDEN, {@code b A^k F} in the rows of
 * u_(j-1-k), and FROM_ONE.
 *
 * <p>What leads to a signal in a row is multiplied by {@link StepRow#SCALE}, and what leads on from
 * it, or from the one, divided.
 */
final class LmuMatrices<T extends TFloating> {

  private final Ops tf;
  private final DiscreteStateSpace system;
  private final LmuLoopWeights<T> weights;
  private final Class<T> type;
  private final int order;
  private final int channels;
  private final int units;
  private final int width;
  private final Operand<T> direct;

  /** F, shape (order, channels * width). */
  private final Operand<T> folded;

  LmuMatrices(Ops tf, DiscreteStateSpace system, LmuLoopWeights<T> weights, StepRow row) {
    this.tf = tf;
    this.system = system;
    this.weights = weights;
    type = weights.hiddenToHidden().type();
    order = system.order();
    units = row.units();
    channels = row.channels();
    width = row.width();
    Operand<T> seen = byRow(weights.memoryToHidden(), units);
    direct = reshape(tf.linalg.matMul(constant(system.b().transpose()), seen), channels, units);
    Operand<T> moved =
        reshape(
            swapped(tf.linalg.matMul(constant(system.a().transpose()), seen), order, channels),
            channels * order,
            units);
    folded = byRow(withSignal(moved, weights.memoryToMemory(), channels * order), width);
  }

  /** [W + E K | E], or [W | 0] if there is no E, and zeros in the columns that a sum leaves. */
  private Operand<T> withSignal(Operand<T> w, Optional<Operand<T>> e, int rows) {
    List<Operand<T>> parts = new ArrayList<>();
    parts.add(e.isEmpty() ? w : tf.math.add(w, tf.linalg.matMul(e.get(), direct)));
    e.ifPresent(signal -> parts.add(tf.math.mul(signal, Constants.of(tf, type, StepRow.SCALE))));
    parts.add(zeros(rows, width - units - (e.isEmpty() ? 0 : channels)));
    return BlockedPlan.columns(tf, parts);
  }

  /** RECURRENT, for blocks of so many steps. */
  Operand<T> recurrent(int steps) {
    List<Operand<T>> rows = new ArrayList<>();
    rows.add(withSignal(weights.hiddenToHidden(), weights.hiddenToMemory(), units));
    int signals = (steps - 1) * channels;
    if (signals > 0) {
      rows.add(tf.math.add(fromSignals(impulseResponse(steps - 1)), constant(moving(signals))));
    }
    // The last of the signals are those that a next step would not need, if there were one.
    rows.add(zeros(width - units - signals - 1, width));
    rows.add(fromOne());
    return stacked(rows);
  }

  /** What is the same at all steps; and the one stays. */
  private Operand<T> fromOne() {
    Operand<T> bias =
        weights.bias().map(b -> reshape(b, 1, units)).orElseGet(() -> zeros(1, units));
    Optional<Operand<T>> shift = weights.memoryBias().map(b -> reshape(b, 1, channels));
    double[] one = new double[width];
    one[width - 1] = 1;
    return tf.math.add(
        tf.math.mul(withSignal(bias, shift, 1), Constants.of(tf, type, 1 / StepRow.SCALE)),
        constant(Matrix.of(1, width, one)));
  }

  /** Moves every signal to where that of the step before is. */
  private Matrix moving(int signals) {
    double[] ones = new double[signals * width];
    for (int i = 0; i < signals; i++) {
      ones[i * width + units + channels + i] = 1;
    }
    return Matrix.of(signals, width, ones);
  }

  /** What signals add to the sums of steps, by the impulse response at those steps. */
  private Operand<T> fromSignals(Matrix response) {
    return reshape(tf.linalg.matMul(constant(response), folded), response.rows() * channels, width);
  }

  /** STEP, shape (inputs, width). */
  Operand<T> step(int inputs) {
    Operand<T> encoder = weights.inputToMemory().orElseGet(() -> constant(Matrix.identity(inputs)));
    Operand<T> seen = weights.inputToHidden().orElseGet(() -> zeros(inputs, units));
    return withSignal(seen, Optional.of(encoder), inputs);
  }

  private Operand<T> stacked(List<Operand<T>> rows) {
    return tf.concat(rows, tf.constant(0));
  }

  /**
   * {@code F, A F, .., A^(C-1) F}.
   *
   * @return for each step of a block, shape (channels * order, width)
   */
  List<Operand<T>> block(int steps) {
    List<Operand<T>> block = new ArrayList<>();
    Matrix transition = system.a().transpose();
    Matrix power = transition;
    Operand<T> moved = folded;
    while (true) {
      block.add(reshape(swapped(moved, order, channels), channels * order, width));
      if (block.size() == steps) {
        return block;
      }
      moved = tf.linalg.matMul(constant(power), folded);
      power = power.multiply(transition);
    }
  }

  /**
   * The same, and below it another matrix, for the inputs of the step among those of all steps.
   *
   * @param step shape (inputs, width)
   * @param inputs its rows
   * @return for each step of a block, shape (channels * order + steps * inputs, width)
   */
  List<Operand<T>> blockWithInputs(int steps, Operand<T> step, int inputs) {
    List<Operand<T>> block = new ArrayList<>();
    for (Operand<T> memory : block(steps)) {
      int before = block.size() * inputs;
      int after = (steps - 1) * inputs - before;
      Operand<T> rows =
          tf.pad(
              step, tf.constant(new int[][] {{before, after}, {0, 0}}), Constants.of(tf, type, 0));
      block.add(stacked(List.of(memory, rows)));
    }
    return block;
  }

  /** A^C. */
  Operand<T> advance(int steps) {
    return constant(system.power(steps).transpose());
  }

  /** What each signal of a block, the latest first, adds to the memory after it (steps, order). */
  Operand<T> response(int steps) {
    return constant(impulseResponse(steps));
  }

  /** The impulse response of signals in rows. */
  private Matrix impulseResponse(int steps) {
    return system.impulseResponse(steps).scale(1 / StepRow.SCALE);
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
