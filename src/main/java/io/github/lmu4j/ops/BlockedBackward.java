package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The backward loop of a {@link BlockedLoop}: the chain of the states, and the gradient of
 * RECURRENT block by block; it leaves the gradients of all sums, from which those of the other
 * matrices follow by one product each.
 */
final class BlockedBackward<T extends TFloating> {

  /** The gradients of the outputs (blocks, batch, C U). */
  private static final String OUTPUT_GRADIENTS = "output_gradients";

  /** The gradients of the sums of all steps (blocks, batch, C width). */
  static final String SUM_GRADIENTS = "sum_gradients";

  /** The gradient of RECURRENT by the blocks so far. */
  static final String RECURRENT_GRADIENT = "recurrent_gradient";

  /** The rows of BLOCK that belong to the memory, transposed, of all steps. */
  private static final String MEMORY_BLOCK = "memory_block";

  /** The gradient of a row's other columns: they are as they are. */
  private static final String ZEROS = "zeros";

  /** The row after the block, without signals. */
  private static final String NEXT = "next";

  private final BlockedPlan<T> plan;
  private final WhileLoop loop;

  BlockedBackward(Graph graph, BlockedPlan<T> plan) {
    this.plan = plan;
    int steps = plan.steps();
    int memory = plan.memorySize();
    long sums = (long) steps * plan.width();
    Slot states = plan.stack((long) steps * plan.units());
    Roles<Slot> slots = new Roles<>();
    // The gradients of the states, under the states' names.
    slots.put(BlockedPlan.MEMORY, plan.memory(plan.rows(memory)));
    slots.put(BlockedPlan.HIDDEN, List.of(plan.rows(plan.width())));
    slots.put(NEXT, List.of(plan.rows(plan.width())));
    slots.put(SUM_GRADIENTS, List.of(plan.stack(sums)));
    slots.put(OUTPUT_GRADIENTS, plan.sequences() ? List.of(states) : List.of());
    slots.put(BlockedPlan.PREVIOUS, List.of(plan.stack(plan.width())));
    slots.put(RECURRENT_GRADIENT, List.of(plan.matrix(plan.width(), plan.width())));
    slots.put(MEMORY_BLOCK, plan.memory(plan.matrix(sums, memory)));
    slots.put(BlockedPlan.RECURRENT, List.of(plan.matrix(plan.width(), plan.width())));
    slots.put(BlockedPlan.ADVANCE, plan.memory(plan.matrix(plan.order(), plan.order())));
    slots.put(BlockedPlan.RESPONSE, plan.memory(plan.matrix(steps, plan.order())));
    slots.put(ZEROS, plan.memory(plan.rows(plan.row().others(steps))));
    loop = new WhileLoop(graph, "blocks_gradient", slots, true, this::advance);
  }

  private Roles<Operand<?>> advance(
      Ops tf, Operand<TInt32> time, Operand<TInt32> length, Roles<Operand<?>> variables) {
    Operand<TInt32> index = LoopShapes.mirrored(tf, time, length);
    int steps = plan.steps();
    Operand<TInt32> first = tf.math.mul(index, tf.constant(steps));
    List<Operand<T>> states = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      Operand<TInt32> at = tf.math.add(first, tf.constant(step));
      states.addAll(TimeStack.read(tf, variables.<T>operands(BlockedPlan.PREVIOUS), at));
    }
    states.add(variables.<T>operands(NEXT).get(0));
    List<Operand<T>> outputGradients =
        plan.sequences() ? stacked(tf, variables, OUTPUT_GRADIENTS, index) : List.of();
    Operand<T> recurrent = variables.<T>operands(BlockedPlan.RECURRENT).get(0);
    List<Operand<T>> memory = variables.operands(BlockedPlan.MEMORY);
    Operand<T> row = variables.<T>operands(BlockedPlan.HIDDEN).get(0);
    for (Operand<T> end : memory) {
      row = lastGradient(tf, plan.row().hidden(tf, row), end, variables);
    }
    List<Operand<T>> sums = new ArrayList<>();
    for (int step = steps - 1; step >= 0; step--) {
      if (plan.sequences()) {
        row = tf.math.add(row, plan.row().padded(tf, outputGradients.get(step)));
      }
      Operand<T> sum = plan.row().sumGradient(tf, states.get(step + 1), row);
      sums.add(sum);
      row = tf.linalg.matMul(sum, recurrent);
    }
    Collections.reverse(sums);
    Operand<T> all = BlockedPlan.columns(tf, sums);

    Roles<Operand<?>> changed = new Roles<>();
    changed.put(BlockedPlan.HIDDEN, List.of(row));
    changed.put(NEXT, List.of(states.get(0)));
    changed.put(RECURRENT_GRADIENT, List.of(recurrentGradient(tf, first, sums, variables)));
    changed.put(
        SUM_GRADIENTS,
        TimeStack.IN_PLACE.write(tf, variables.operands(SUM_GRADIENTS), index, List.of(all)));
    if (plan.hasMemory()) {
      Operand<T> byBlock = tf.linalg.matMul(all, variables.<T>operands(MEMORY_BLOCK).get(0));
      Operand<T> advance = variables.<T>operands(BlockedPlan.ADVANCE).get(0);
      Operand<T> moved = tf.linalg.matMul(plan.byChannel(tf, memory.get(0)), advance);
      changed.put(BlockedPlan.MEMORY, List.of(tf.math.add(plan.joined(tf, moved), byBlock)));
    }
    return changed;
  }

  /** Of one block, what the steps before it took from the rows, while both are in the cache. */
  private Operand<T> recurrentGradient(
      Ops tf, Operand<TInt32> first, List<Operand<T>> sums, Roles<Operand<?>> variables) {
    Operand<T> rows =
        tf.slice(
            variables.<T>operands(BlockedPlan.PREVIOUS).get(0),
            tf.concat(List.of(first, tf.constant(new int[2])), tf.constant(0)),
            tf.constant(new int[] {plan.steps(), -1, -1}));
    Operand<T> flat = tf.reshape(rows, tf.constant(new int[] {-1, plan.width()}));
    Operand<T> gradients = sums.size() == 1 ? sums.get(0) : tf.concat(sums, tf.constant(0));
    return tf.math.add(
        variables.<T>operands(RECURRENT_GRADIENT).get(0),
        tf.linalg.matMul(flat, gradients, MatMul.transposeA(true)));
  }

  /** The gradient of a block's last row: of the hidden state, and of the signals by the memory. */
  private Operand<T> lastGradient(
      Ops tf, Operand<T> hidden, Operand<T> memory, Roles<Operand<?>> variables) {
    Operand<T> response = variables.<T>operands(BlockedPlan.RESPONSE).get(0);
    Operand<T> byChannel =
        tf.linalg.matMul(plan.byChannel(tf, memory), response, MatMul.transposeB(true));
    Operand<T> zeros = variables.<T>operands(ZEROS).get(0);
    return plan.row().gradient(tf, hidden, byChannel, plan.steps(), zeros);
  }

  /** The stacked values of a block, for each of its steps. */
  private List<Operand<T>> stacked(
      Ops tf, Roles<Operand<?>> variables, String role, Operand<TInt32> index) {
    Operand<T> block = TimeStack.read(tf, variables.<T>operands(role), index).get(0);
    return plan.bySteps(tf, block);
  }

  /** Made once: a product with a transposed matrix would turn it anew at every step. */
  private Operand<T> transposed(Ops tf, Operand<T> matrix) {
    return tf.linalg.transpose(matrix, tf.constant(new int[] {1, 0}));
  }

  /**
   * Emits the loop; called in a gradient callback.
   *
   * @param blocks number of blocks, of shape (1)
   * @param forward arguments and results of the forward loop
   * @param gradients of the memory after the last block, if there is one, the last hidden state,
   *     and all outputs, if they are returned
   * @param last the row after the last block, without signals
   * @return MEMORY and HIDDEN, as the gradients of the first states, SUM_GRADIENTS and
   *     RECURRENT_GRADIENT
   */
  Roles<Operand<?>> emit(
      Ops tf,
      Operand<TInt32> blocks,
      Roles<Operand<?>> forward,
      Roles<Operand<?>> gradients,
      Operand<T> last) {
    Roles<Operand<?>> all = new Roles<>();
    all.put(BlockedPlan.MEMORY, gradients.get(BlockedPlan.MEMORY));
    all.put(BlockedPlan.HIDDEN, gradients.get(BlockedPlan.HIDDEN));
    all.put(OUTPUT_GRADIENTS, gradients.get(BlockedPlan.OUTPUTS));
    all.put(NEXT, List.of(last));
    Operand<T> inputs = forward.<T>operands(BlockedPlan.INPUTS).get(0);
    Operand<TInt32> batch =
        tf.slice(tf.shape(inputs), tf.constant(new int[] {1}), tf.constant(new int[] {1}));
    Operand<TInt32> shape =
        tf.concat(
            List.of(batch, tf.constant(new int[] {plan.steps() * plan.width()})), tf.constant(0));
    all.put(SUM_GRADIENTS, List.of(TimeStack.IN_PLACE.empty(tf, blocks, shape, plan.type())));
    Operand<T> recurrent = forward.<T>operands(BlockedPlan.RECURRENT).get(0);
    all.put(RECURRENT_GRADIENT, List.of(tf.zerosLike(recurrent)));
    all.put(BlockedPlan.RECURRENT, List.of(transposed(tf, recurrent)));
    for (String role : List.of(BlockedPlan.PREVIOUS, BlockedPlan.RESPONSE)) {
      all.put(role, forward.get(role));
    }
    if (plan.hasMemory()) {
      Operand<T> advance = forward.<T>operands(BlockedPlan.ADVANCE).get(0);
      all.put(BlockedPlan.ADVANCE, List.of(transposed(tf, advance)));
      List<Operand<T>> blockRows = new ArrayList<>();
      for (Operand<T> matrix : forward.<T>operands(BlockedPlan.BLOCK)) {
        blockRows.add(plan.memoryRows(tf, matrix));
      }
      all.put(MEMORY_BLOCK, List.of(transposed(tf, BlockedPlan.columns(tf, blockRows))));
      Operand<TInt32> others =
          tf.concat(
              List.of(batch, tf.constant(new int[] {plan.row().others(plan.steps())})),
              tf.constant(0));
      all.put(ZEROS, List.of(tf.fill(others, Constants.of(tf, plan.type(), 0))));
    }
    return loop.results(loop.emit(tf, blocks, all));
  }
}
