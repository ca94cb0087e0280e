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
 * The backward loop of a {@link BlockedLoop}: only the chain of the states is in it; it leaves the
 * gradients of all sums, from which those of the matrices follow by one product each.
 */
final class BlockedBackward<T extends TFloating> {

  /** The gradients of the outputs (blocks, batch, C U). */
  private static final String OUTPUT_GRADIENTS = "output_gradients";

  /** The gradients of the sums of all steps (blocks, batch, C width). */
  static final String SUM_GRADIENTS = "sum_gradients";

  /** The rows of BLOCK that belong to the memory, transposed, of all steps. */
  private static final String MEMORY_BLOCK = "memory_block";

  /** What stands in a sum's unused columns. */
  private static final String ZEROS = "zeros";

  /** The hidden state after the block. */
  private static final String NEXT = "next";

  private final BlockedPlan<T> plan;
  private final OutputDerivative.Rule derivative;
  private final WhileLoop loop;

  BlockedBackward(Graph graph, BlockedPlan<T> plan) {
    this.plan = plan;
    derivative = OutputDerivative.of(plan.activation()).orElseThrow();
    int steps = plan.steps();
    int memory = plan.channels() * plan.order();
    long sums = (long) steps * plan.width();
    Slot states = plan.stack((long) steps * plan.units());
    Roles<Slot> slots = new Roles<>();
    // The gradients of the states, under the states' names.
    slots.put(BlockedPlan.MEMORY, plan.memory(plan.rows(memory)));
    slots.put(BlockedPlan.HIDDEN, List.of(plan.rows(plan.units())));
    slots.put(NEXT, List.of(plan.rows(plan.units())));
    slots.put(SUM_GRADIENTS, List.of(plan.stack(sums)));
    slots.put(OUTPUT_GRADIENTS, plan.sequences() ? List.of(states) : List.of());
    slots.put(BlockedPlan.PREVIOUS, List.of(states));
    slots.put(MEMORY_BLOCK, plan.memory(plan.matrix(sums, memory)));
    slots.put(BlockedPlan.RECURRENT, List.of(plan.matrix(plan.width(), plan.units())));
    slots.put(BlockedPlan.CORRECTION, plan.corrections());
    slots.put(BlockedPlan.ADVANCE, plan.memory(plan.matrix(plan.order(), plan.order())));
    slots.put(BlockedPlan.RESPONSE, plan.memory(plan.matrix(steps, plan.order())));
    slots.put(ZEROS, plan.memory(plan.rows(plan.unused())));
    loop = new WhileLoop(graph, "blocks_gradient", slots, true, this::advance);
  }

  private Roles<Operand<?>> advance(
      Ops tf, Operand<TInt32> time, Operand<TInt32> length, Roles<Operand<?>> variables) {
    Operand<TInt32> index = LoopShapes.mirrored(tf, time, length);
    int steps = plan.steps();
    List<Operand<T>> states = new ArrayList<>(stacked(tf, variables, BlockedPlan.PREVIOUS, index));
    states.add(variables.<T>operands(NEXT).get(0));
    List<Operand<T>> outputGradients =
        plan.sequences() ? stacked(tf, variables, OUTPUT_GRADIENTS, index) : List.of();
    Operand<T> recurrent = variables.<T>operands(BlockedPlan.RECURRENT).get(0);
    List<Operand<T>> memory = variables.operands(BlockedPlan.MEMORY);
    Operand<T> hidden = variables.<T>operands(BlockedPlan.HIDDEN).get(0);
    List<Operand<T>> sums = new ArrayList<>();
    // The gradients of the signals up to a step: its own, and those before.
    List<Operand<T>> signals = new ArrayList<>();
    for (Operand<T> end : memory) {
      Operand<T> response = variables.<T>operands(BlockedPlan.RESPONSE).get(0);
      Operand<T> byChannel = timesTransposed(tf, plan.byChannel(tf, end), response);
      signals.add(plan.signalsByStep(tf, byChannel));
    }
    for (int step = steps - 1; step >= 0; step--) {
      if (plan.sequences()) {
        hidden = tf.math.add(hidden, outputGradients.get(step));
      }
      Operand<T> sum = derivative.apply(tf, states.get(step + 1), hidden);
      if (plan.hasMemory()) {
        int channels = plan.channels();
        List<Operand<T>> both =
            step == 0 ? signals : BlockedPlan.cut(tf, signals.get(0), step * channels, channels);
        List<Operand<T>> parts = new ArrayList<>(List.of(sum, both.get(both.size() - 1)));
        if (plan.unused() > 0) {
          parts.addAll(variables.operands(ZEROS));
        }
        sum = BlockedPlan.columns(tf, parts);
        if (step > 0) {
          Operand<T> correction = variables.<T>operands(BlockedPlan.CORRECTION).get(step - 1);
          signals = List.of(tf.math.add(both.get(0), timesTransposed(tf, sum, correction)));
        }
      }
      sums.add(sum);
      hidden = tf.linalg.matMul(sum, recurrent);
    }
    Collections.reverse(sums);
    Operand<T> all = BlockedPlan.columns(tf, sums);

    Roles<Operand<?>> changed = new Roles<>();
    changed.put(BlockedPlan.HIDDEN, List.of(hidden));
    changed.put(NEXT, List.of(states.get(0)));
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

  private Operand<T> timesTransposed(Ops tf, Operand<T> left, Operand<T> right) {
    return tf.linalg.matMul(left, right, MatMul.transposeB(true));
  }

  /**
   * Emits the loop; called in a gradient callback.
   *
   * @param blocks number of blocks, of shape (1)
   * @param forward arguments and results of the forward loop
   * @param gradients of the memory after the last block, if there is one, the last hidden state,
   *     and all outputs, if they are returned
   * @param last the hidden state after the last block
   * @return MEMORY and HIDDEN, as the gradients of the first states, and SUM_GRADIENTS
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
    all.put(BlockedPlan.RECURRENT, List.of(transposed(tf, recurrent)));
    for (String role :
        List.of(BlockedPlan.PREVIOUS, BlockedPlan.CORRECTION, BlockedPlan.RESPONSE)) {
      all.put(role, forward.get(role));
    }
    if (plan.hasMemory()) {
      Operand<T> advance = forward.<T>operands(BlockedPlan.ADVANCE).get(0);
      all.put(BlockedPlan.ADVANCE, List.of(transposed(tf, advance)));
      int memory = plan.channels() * plan.order();
      List<Operand<T>> blockRows = new ArrayList<>();
      for (Operand<T> matrix : forward.<T>operands(BlockedPlan.BLOCK)) {
        blockRows.add(plan.added() ? matrix : BlockedPlan.rows(tf, matrix, 0, memory));
      }
      all.put(MEMORY_BLOCK, List.of(transposed(tf, BlockedPlan.columns(tf, blockRows))));
      Operand<TInt32> unused =
          tf.concat(List.of(batch, tf.constant(new int[] {plan.unused()})), tf.constant(0));
      all.put(ZEROS, List.of(tf.fill(unused, Constants.of(tf, plan.type(), 0))));
    }
    return loop.results(loop.emit(tf, blocks, all));
  }
}
