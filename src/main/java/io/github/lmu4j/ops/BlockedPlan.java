package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
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
 * @param inputs columns of what a block takes from outside
 * @param added whether that is added to the sums of the block's steps; otherwise it is multiplied
 *     by a matrix together with the memory
 * @param sequences whether the hidden states of all steps are returned
 */
record BlockedPlan<T extends TFloating>(
    Class<T> type,
    Activation activation,
    int steps,
    int order,
    int channels,
    int units,
    int inputs,
    boolean added,
    boolean sequences) {

  // The roles of the loops' variables. Those of the memory are empty if there is none.
  static final String MEMORY = "memory";
  static final String HIDDEN = "hidden";

  /** What the blocks take from outside (blocks, batch, inputs). */
  static final String INPUTS = "inputs";

  /** From [memory, inputs], or the memory alone, to the sums of all steps of a block. */
  static final String BLOCK = "block";

  /** From the hidden state to the sums of the next step (U, width). */
  static final String RECURRENT = "recurrent";

  /** From the u of earlier steps of a block to the sums of each later step, one below the other. */
  static final String CORRECTION = "correction";

  /** From [memory, all u] to the memory after the block, for each channel. */
  static final String ADVANCE = "advance";

  /** The hidden states after all steps (blocks, batch, C U). */
  static final String OUTPUTS = "outputs";

  /** The hidden states before all steps (blocks, batch, C U). */
  static final String PREVIOUS = "previous";

  /** What BLOCK was multiplied with. */
  static final String STARTS = "starts";

  /** All u (blocks, batch, C d). */
  static final String SIGNALS = "signals";

  /** Blocks of 4 to 8 steps do about equally well; for a single sequence 4 are better. */
  static final int STEPS = 4;

  private static final int MOST_PARTS = 4;

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
        type, activation, 1, order, channels, units, inputs / steps, added, sequences);
  }

  boolean hasMemory() {
    return channels > 0;
  }

  boolean corrects() {
    return hasMemory() && steps > 1;
  }

  /** U + d: what a step sums up before it applies the activation. */
  int width() {
    return units + channels;
  }

  /** Columns of what BLOCK is multiplied with. */
  int startSize() {
    return channels * order + (added ? 0 : inputs);
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

  /** Rows of CORRECTION that belong to one step of the block, counted from 0. */
  Operand<T> correction(Ops tf, Operand<T> all, int step) {
    int first = channels * step * (step - 1) / 2;
    // Whole rows: a slice that shares the matrix's memory.
    return tf.stridedSlice(
        all,
        tf.constant(new int[] {first}),
        tf.constant(new int[] {first + channels * step}),
        tf.constant(new int[] {1}));
  }

  /** (batch, n d), one step after the other, to (batch * d, n), one channel a row. */
  Operand<T> byChannel(Ops tf, Operand<T> signals) {
    if (channels == 1) {
      return signals;
    }
    Operand<T> split = tf.reshape(signals, tf.constant(new int[] {-1, steps, channels}));
    Operand<T> swapped = tf.linalg.transpose(split, tf.constant(new int[] {0, 2, 1}));
    return tf.reshape(swapped, tf.constant(new int[] {-1, steps}));
  }

  /** The reverse of {@code byChannel}. */
  Operand<T> byStep(Ops tf, Operand<T> signals) {
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

  /** Equal parts of the columns. */
  static <T extends TFloating> List<Operand<T>> parts(Ops tf, Operand<T> all, int count) {
    return count == 1
        ? List.of(all)
        : new ArrayList<>(tf.split(tf.constant(1), all, (long) count).output());
  }

  /** The first columns and the rest. */
  static <T extends TFloating> List<Operand<T>> divided(
      Ops tf, Operand<T> all, int first, int second) {
    Operand<TInt32> sizes = tf.constant(new int[] {first, second});
    return new ArrayList<>(tf.splitV(all, sizes, tf.constant(1), 2L).output());
  }
}
