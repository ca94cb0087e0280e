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
 * RECURRENT + (x, 1) STEP}, where m is the memory before the step and
 *
 * <pre>
 *   F         = [A W_m + E_m K | E_m]
 *   RECURRENT = [W_h + E_h K   | E_h]
 *   STEP      = [W_x + E_x K   | E_x]   for x
 *               [b + b_u K     | b_u]   for 1
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
    return BlockedPlan.width(units, channels);
  }

  int channels() {
    return channels;
  }

  /** [W + E K | E], or [W | 0] if there is no E, and zeros in the columns that a sum leaves. */
  private Operand<T> withSignal(Operand<T> w, Optional<Operand<T>> e, int rows) {
    List<Operand<T>> parts = new ArrayList<>();
    parts.add(e.isEmpty() ? w : tf.math.add(w, tf.linalg.matMul(e.get(), direct)));
    e.ifPresent(parts::add);
    int rest = width() - units - (e.isEmpty() ? 0 : channels);
    if (rest > 0) {
      parts.add(zeros(rows, rest));
    }
    return BlockedPlan.columns(tf, parts);
  }

  Operand<T> recurrent() {
    return withSignal(weights.hiddenToHidden(), weights.hiddenToMemory(), units);
  }

  /** STEP, shape (inputs, and one more if there is a bias, width). */
  Operand<T> step(int inputs) {
    Operand<T> encoder = weights.inputToMemory().orElseGet(() -> constant(Matrix.identity(inputs)));
    Operand<T> seen = weights.inputToHidden().orElseGet(() -> zeros(inputs, units));
    Operand<T> forInput = withSignal(seen, Optional.of(encoder), inputs);
    if (!weights.hasBias()) {
      return forInput;
    }
    Operand<T> bias =
        weights.bias().map(b -> reshape(b, 1, units)).orElseGet(() -> zeros(1, units));
    Optional<Operand<T>> shift = weights.memoryBias().map(b -> reshape(b, 1, channels));
    return stacked(List.of(forInput, withSignal(bias, shift, 1)));
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
      block.add(reshape(swapped(moved, order, channels), channels * order, width()));
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

  /**
   * What the signals add to later sums.
   *
   * @return shape ((steps - 1) * channels, width): what a signal adds, the longest ago first
   */
  Operand<T> earlier(int steps) {
    return reshape(
        tf.linalg.matMul(constant(backwards(steps - 1)), folded), (steps - 1) * channels, width());
  }

  /**
   * What the signals add to later sums of a block.
   *
   * @return for each step but the first, shape (earlier steps * channels, width)
   */
  List<Operand<T>> correction(int steps) {
    if (steps == 1) {
      return List.of();
    }
    Operand<T> all = earlier(steps);
    List<Operand<T>> corrections = new ArrayList<>();
    for (int step = 1; step < steps; step++) {
      corrections.add(BlockedPlan.rows(tf, all, (steps - 1 - step) * channels, -1));
    }
    return corrections;
  }

  /** A^C. */
  Operand<T> advance(int steps) {
    return constant(system.power(steps).transpose());
  }

  /** What each signal of a block adds to the memory after the block, shape (steps, order). */
  Operand<T> response(int steps) {
    return constant(backwards(steps));
  }

  /** The impulse response, the latest first. */
  private Matrix backwards(int steps) {
    Matrix response = system.impulseResponse(steps);
    double[] values = new double[steps * order];
    for (int i = 0; i < steps; i++) {
      System.arraycopy(response.row(steps - 1 - i), 0, values, i * order, order);
    }
    return Matrix.of(steps, order, values);
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
