package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The sizes of a {@link BlockedLoop}, and the names and shapes of its variables.
 *
 * @param type dtype
 * @param row what a step's row holds; it has U and d
 * @param steps C, the time steps of a block
 * @param order q, 0 if there is no memory
 * @param inputs columns of what a step takes from outside
 * @param added whether that is added to the step's sums; otherwise that of a whole block is
 *     multiplied by a matrix together with the memory
 * @param sequences whether the hidden states of all steps are returned
 */
record BlockedPlan<T extends TFloating>(
    Class<T> type,
    StepRow row,
    int steps,
    int order,
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

  /** The signals of several channels make rows wider. */
  static final int STEPS_OF_CHANNELS = 4;

  /** A loop that XLA compiles takes shorter blocks, of which it takes several at once. */
  static final int COMPILED_STEPS = 2;

  /** Blocks that a compiled loop takes at once, a power of two. */
  private static final int AT_ONCE = 4;

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
    return new BlockedPlan<>(type, row, 1, order, inputs, added, sequences);
  }

  boolean hasMemory() {
    return order > 0;
  }

  /** U. */
  int units() {
    return row.units();
  }

  /** Columns of a step's row, and of its sums. */
  int width() {
    return row.width();
  }

  /** d q. */
  int memorySize() {
    return row.channels() * order;
  }

  /** Columns of what BLOCK is multiplied with. */
  int startSize() {
    return memorySize() + (added ? 0 : steps * inputs);
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
    slots.put(
        BLOCK, hasMemory() ? Collections.nCopies(steps, matrix(startSize(), width())) : List.of());
    slots.put(RECURRENT, List.of(matrix(width(), width())));
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

  /** The rows of BLOCK by which memory is multiplied. */
  Operand<T> memoryRows(Ops tf, Operand<T> block) {
    return added ? block : rows(tf, block, 0, memorySize());
  }

  /** The rows of BLOCK by which inputs are multiplied, where they are not added. */
  Operand<T> inputRows(Ops tf, Operand<T> block) {
    return rows(tf, block, memorySize(), -1);
  }

  private Operand<T> rows(Ops tf, Operand<T> matrix, int first, int count) {
    return tf.slice(matrix, tf.constant(new int[] {first, 0}), tf.constant(new int[] {count, -1}));
  }

  /** (batch, d q) to (batch * d, q). */
  Operand<T> byChannel(Ops tf, Operand<T> memory) {
    return row.channels() == 1 ? memory : tf.reshape(memory, tf.constant(new int[] {-1, order}));
  }

  /** The reverse of {@code byChannel}. */
  Operand<T> joined(Ops tf, Operand<T> memory) {
    return row.channels() == 1
        ? memory
        : tf.reshape(memory, tf.constant(new int[] {-1, memorySize()}));
  }

  /** The columns cut into pieces, one for each step of a block. */
  List<Operand<T>> bySteps(Ops tf, Operand<T> all) {
    return steps == 1
        ? List.of(all)
        : new ArrayList<>(tf.split(tf.constant(1), all, (long) steps).output());
  }

  /** The reverse of {@code bySteps}; or any matrices, one beside the other. */
  static <T extends TFloating> Operand<T> columns(Ops tf, List<Operand<T>> parts) {
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(1));
  }
}
