package io.github.lmu4j.ops;

import io.github.lmu4j.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The sizes of a {@link BlockedLoop}.
 *
 * @param type dtype
 * @param activation of the hidden state
 * @param steps C, the time steps of a block
 * @param order q, 0 if there is no memory
 * @param channels d, 0 if there is no memory
 * @param units U
 * @param width columns of a step's row: the hidden state; with a memory, the signals of the block
 *     so far, the latest first, unused ones, and a one
 * @param inputs columns of what a step takes from outside
 * @param added whether that is added to the step's sums; otherwise that of a whole block is
 *     multiplied by a matrix together with the memory
 * @param sequences whether the hidden states of all steps are returned
 */
record BlockedPlan<T extends TFloating>(
    Class<T> type,
    Activation activation,
    int steps,
    int order,
    int channels,
    int units,
    int width,
    int inputs,
    boolean added,
    boolean sequences) {

  // The roles of the loops' variables. Those of the memory are empty if there is none.
  static final String MEMORY = "memory";

  /** The row of the last step, without signals (batch, width). */
  static final String HIDDEN = "hidden";

  /** What the blocks take from outside (blocks, batch, C inputs). */
  static final String INPUTS = "inputs";

  /** From [memory, inputs], or the memory alone, to the sums: one matrix a step of a block. */
  static final String BLOCK = "block";

  /** From the row of a step to the sums of the next, which moves its signals on (width, width). */
  static final String RECURRENT = "recurrent";

  /** From the memory to the memory after the block, for each channel: A^C. */
  static final String ADVANCE = "advance";

  /** From all u of a block, the latest first, to the memory after it, for each channel. */
  static final String RESPONSE = "response";

  /** The same as ADVANCE for 1, 2, 4, .. blocks, up to half of those at once. */
  static final String DOUBLINGS = "doublings";

  /** BLOCK of all steps, one beside the other. */
  static final String BLOCKS = "blocks";

  /** The same as RECURRENT for the steps of several blocks. */
  static final String LONG_RECURRENT = "long_recurrent";

  /** The same as RESPONSE for the steps of several blocks. */
  static final String LONG_RESPONSE = "long_response";

  /** The hidden states after all steps (blocks, batch, C U). */
  static final String OUTPUTS = "outputs";

  /** The rows before all steps (blocks C, batch, width). */
  static final String PREVIOUS = "previous";

  /** What BLOCK was multiplied with. */
  static final String STARTS = "starts";

  /** Up to 12 steps do about equally well. */
  static final int STEPS = 8;

  /**
   * Signals, and the one, stand in rows so many times as large as they are: so small that tanh
   * leaves them as they are, and its derivative their gradients. So one operation does for a row. A
   * power of two rounds nothing.
   */
  static final double SCALE = 0x1p-64;

  /** The signals of several channels make rows wider. */
  static final int STEPS_OF_CHANNELS = 4;

  /** A loop that XLA compiles takes shorter blocks, of which it takes several at once. */
  static final int COMPILED_STEPS = 2;

  /** Blocks that a compiled loop takes at once, a power of two. */
  private static final int AT_ONCE = 4;

  private static final int MOST_PARTS = 4;

  private static final int VECTOR = 16;
  private static final int FEW = 4 * VECTOR;

  /** The rules for the numbers that users give. */
  static void check(Activation activation, int steps, int parts) {
    if (OutputDerivative.of(activation).isEmpty()) {
      throw new IllegalArgumentException(
          "the activation must be linear, relu, tanh or sigmoid (got %s)"
              .formatted(activation.kerasName()));
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1 (got %d)".formatted(steps));
    }
    if (parts < 1) {
      throw new IllegalArgumentException("parts must be at least 1 (got %d)".formatted(parts));
    }
  }

  static int usualParts() {
    return Math.min(MOST_PARTS, Runtime.getRuntime().availableProcessors());
  }

  /** The steps of a block: no more than there are steps, if that is known. */
  static int size(int steps, long length) {
    return length == Shape.UNKNOWN_SIZE ? steps : (int) Math.max(1, Math.min(length, steps));
  }

  /** The same for blocks of a single step. */
  BlockedPlan<T> ofOneStep() {
    return new BlockedPlan<>(
        type, activation, 1, order, channels, units, width, inputs, added, sequences);
  }

  boolean hasMemory() {
    return channels > 0;
  }

  /**
   * U + C d + 1, and as many unused columns as make rows that products are fastest with: whole
   * vectors.
   */
  static int width(int units, int channels, int steps) {
    int needed = units + channels * steps + 1;
    return needed < FEW ? needed : (needed + VECTOR - 1) / VECTOR * VECTOR;
  }

  /** Columns of what BLOCK is multiplied with. */
  int startSize() {
    return channels * order + (added ? 0 : steps * inputs);
  }

  Slot matrix(long rows, long columns) {
    return new Slot(type, Shape.of(rows, columns));
  }

  Slot rows(long columns) {
    return matrix(Shape.UNKNOWN_SIZE, columns);
  }

  /** One value a block. */
  Slot stack(long columns) {
    return rows(columns).withTime();
  }

  /** A slot if there is a memory. */
  List<Slot> memory(Slot slot) {
    return hasMemory() ? List.of(slot) : List.of();
  }

  /** What the blocks are computed with: their inputs, and the matrices. */
  Roles<Slot> constants() {
    Roles<Slot> slots = new Roles<>();
    slots.put(INPUTS, List.of(stack((long) steps * inputs)));
    slots.put(BLOCK, hasMemory() ? eachStep(matrix(startSize(), width)) : List.of());
    slots.put(RECURRENT, List.of(matrix(width, width)));
    slots.put(ADVANCE, memory(matrix(order, order)));
    slots.put(RESPONSE, memory(matrix(steps, order)));
    return slots;
  }

  /** Blocks that a compiled loop takes at once. */
  int blocksAtOnce() {
    return hasMemory() ? atOnce(steps) / steps : 1;
  }

  /** Time steps that a compiled loop takes at once. */
  int stepsAtOnce() {
    return hasMemory() ? atOnce(steps) : steps;
  }

  /** The same of a loop with a memory. */
  static int atOnce(int steps) {
    return steps == 1 ? 1 : AT_ONCE * steps;
  }

  /** A step's row, of its sums: the activation of the hidden state, and signals as they are. */
  Operand<T> row(Ops tf, Operand<T> sums) {
    if (actsOnSignals()) {
      return activation.apply(tf, sums);
    }
    List<Operand<T>> parts = cut(tf, sums, units, width - units);
    return columns(tf, List.of(activation.apply(tf, parts.get(0)), parts.get(1)));
  }

  /** The gradient of a step's sums, of its row and that row's gradient. */
  Operand<T> sumGradient(Ops tf, Operand<T> row, Operand<T> gradient) {
    OutputDerivative.Rule rule = OutputDerivative.of(activation).orElseThrow();
    if (actsOnSignals()) {
      return rule.apply(tf, row, gradient);
    }
    List<Operand<T>> parts = cut(tf, gradient, units, width - units);
    return columns(tf, List.of(rule.apply(tf, hidden(tf, row), parts.get(0)), parts.get(1)));
  }

  /** Whether the activation leaves signals as they are: they are tiny, see {@link #SCALE}. */
  private boolean actsOnSignals() {
    return !hasMemory() || activation == Activation.TANH || activation == Activation.LINEAR;
  }

  /** The hidden state in a row. */
  Operand<T> hidden(Ops tf, Operand<T> row) {
    return width == units ? row : columnsOf(tf, row, 0, units);
  }

  /** A hidden state, or a gradient of one, and zeros. */
  Operand<T> padded(Ops tf, Operand<T> hidden) {
    int[][] paddings = {{0, 0}, {0, width - units}};
    return width == units
        ? hidden
        : tf.pad(hidden, tf.constant(paddings), Constants.of(tf, type, 0));
  }

  /** The row of a hidden state before the first signal. */
  Operand<T> firstRow(Ops tf, Operand<T> hidden) {
    if (!hasMemory()) {
      return hidden;
    }
    double[] one = new double[width];
    one[width - 1] = SCALE;
    return tf.math.add(padded(tf, hidden), Constants.of(tf, type, Matrix.of(1, width, one)));
  }

  /** A row without its signals. */
  Operand<T> withoutSignals(Ops tf, Operand<T> row) {
    if (!hasMemory()) {
      return row;
    }
    double[] kept = new double[width];
    Arrays.fill(kept, 0, units, 1);
    kept[width - 1] = 1;
    return tf.math.mul(row, Constants.of(tf, type, Matrix.of(1, width, kept)));
  }

  static <T extends TFloating> Operand<T> columnsOf(Ops tf, Operand<T> all, int first, int count) {
    return tf.slice(all, tf.constant(new int[] {0, first}), tf.constant(new int[] {-1, count}));
  }

  /** Columns of a row that are neither hidden state nor signals. */
  int others() {
    return width - units - steps * channels;
  }

  /** The same slot for every step of a block. */
  List<Slot> eachStep(Slot slot) {
    return Collections.nCopies(steps, slot);
  }

  /** (batch, d q) to (batch * d, q). */
  Operand<T> byChannel(Ops tf, Operand<T> memory) {
    return channels == 1 ? memory : tf.reshape(memory, tf.constant(new int[] {-1, order}));
  }

  /** The reverse of {@code byChannel}. */
  Operand<T> joined(Ops tf, Operand<T> memory) {
    return channels == 1
        ? memory
        : tf.reshape(memory, tf.constant(new int[] {-1, channels * order}));
  }

  /** (batch, n d), one step after the other, to (batch * d, n), one channel a row. */
  Operand<T> signalsByChannel(Ops tf, Operand<T> signals, int count) {
    if (channels == 1) {
      return signals;
    }
    Operand<T> split = tf.reshape(signals, tf.constant(new int[] {-1, count, channels}));
    Operand<T> swapped = tf.linalg.transpose(split, tf.constant(new int[] {0, 2, 1}));
    return tf.reshape(swapped, tf.constant(new int[] {-1, count}));
  }

  /** The reverse of {@code signalsByChannel}. */
  Operand<T> signalsByStep(Ops tf, Operand<T> signals) {
    if (channels == 1) {
      return signals;
    }
    Operand<T> split = tf.reshape(signals, tf.constant(new int[] {-1, channels, steps}));
    Operand<T> swapped = tf.linalg.transpose(split, tf.constant(new int[] {0, 2, 1}));
    return tf.reshape(swapped, tf.constant(new int[] {-1, steps * channels}));
  }

  static <T extends TFloating> Operand<T> columns(Ops tf, List<Operand<T>> parts) {
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(1));
  }

  /** The columns cut into pieces, one for each step of a block. */
  List<Operand<T>> bySteps(Ops tf, Operand<T> all) {
    return steps == 1
        ? List.of(all)
        : new ArrayList<>(tf.split(tf.constant(1), all, (long) steps).output());
  }

  /** The columns cut into pieces. */
  static <T extends TFloating> List<Operand<T>> cut(Ops tf, Operand<T> all, int... sizes) {
    return new ArrayList<>(
        tf.splitV(all, tf.constant(sizes), tf.constant(1), (long) sizes.length).output());
  }

  static <T extends TFloating> Operand<T> rows(Ops tf, Operand<T> all, int first, int count) {
    return tf.slice(all, tf.constant(new int[] {first, 0}), tf.constant(new int[] {count, -1}));
  }
}
