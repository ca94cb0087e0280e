package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** The forward loop of a {@link BlockedLoop}: one round a block. */
final class BlockedForward<T extends TFloating> {

  private final BlockedPlan<T> plan;
  private final WhileLoop loop;

  BlockedForward(Graph graph, BlockedPlan<T> plan) {
    this.plan = plan;
    int steps = plan.steps();
    Roles<Slot> slots = new Roles<>();
    slots.put(BlockedPlan.MEMORY, plan.memory(plan.rows(plan.memorySize())));
    slots.put(BlockedPlan.HIDDEN, List.of(plan.rows(plan.width())));
    Slot states = plan.stack((long) steps * plan.units());
    slots.put(BlockedPlan.OUTPUTS, plan.sequences() ? List.of(states) : List.of());
    slots.put(BlockedPlan.PREVIOUS, List.of(plan.stack(plan.width())));
    slots.put(BlockedPlan.STARTS, plan.memory(plan.stack(plan.startSize())));
    slots.putAll(plan.constants());
    loop = new WhileLoop(graph, "blocks", slots, true, this::advance);
  }

  private Roles<Operand<?>> advance(
      Ops tf, Operand<TInt32> time, Operand<TInt32> length, Roles<Operand<?>> variables) {
    Operand<T> input = TimeStack.read(tf, variables.<T>operands(BlockedPlan.INPUTS), time).get(0);
    List<Operand<T>> memory = variables.operands(BlockedPlan.MEMORY);
    List<Operand<T>> starts = new ArrayList<>(memory);
    List<Operand<T>> added = plan.added() ? plan.bySteps(tf, input) : List.of();
    if (!plan.added()) {
      starts = List.of(BlockedPlan.columns(tf, List.of(memory.get(0), input)));
    }
    Operand<T> recurrent = variables.<T>operands(BlockedPlan.RECURRENT).get(0);
    Operand<T> row = variables.<T>operands(BlockedPlan.HIDDEN).get(0);
    List<Operand<T>> previous = variables.operands(BlockedPlan.PREVIOUS);
    Operand<TInt32> first = tf.math.mul(time, tf.constant(plan.steps()));
    List<Operand<T>> outputs = new ArrayList<>();
    for (int step = 0; step < plan.steps(); step++) {
      List<Operand<T>> terms = new ArrayList<>();
      if (plan.added()) {
        terms.add(added.get(step));
      }
      if (plan.hasMemory()) {
        Operand<T> block = variables.<T>operands(BlockedPlan.BLOCK).get(step);
        terms.add(tf.linalg.matMul(starts.get(0), block));
      }
      terms.add(tf.linalg.matMul(row, recurrent));
      Operand<TInt32> index = tf.math.add(first, tf.constant(step));
      previous = TimeStack.IN_PLACE.write(tf, previous, index, List.of(row));
      row = plan.row().ofSums(tf, terms.size() == 1 ? terms.get(0) : tf.math.addN(terms));
      if (plan.sequences()) {
        outputs.add(plan.row().hidden(tf, row));
      }
    }

    Roles<Operand<?>> changed = new Roles<>();
    changed.put(BlockedPlan.HIDDEN, List.of(plan.row().withoutSignals(tf, row)));
    changed.put(BlockedPlan.PREVIOUS, previous);
    if (plan.sequences()) {
      changed.put(BlockedPlan.OUTPUTS, write(tf, variables, BlockedPlan.OUTPUTS, time, outputs));
    }
    if (plan.hasMemory()) {
      changed.put(BlockedPlan.STARTS, write(tf, variables, BlockedPlan.STARTS, time, starts));
      changed.put(BlockedPlan.MEMORY, List.of(advanced(tf, memory.get(0), row, variables)));
    }
    return changed;
  }

  private List<Operand<T>> write(
      Ops tf,
      Roles<Operand<?>> variables,
      String role,
      Operand<TInt32> time,
      List<Operand<T>> columns) {
    return TimeStack.IN_PLACE.write(
        tf, variables.operands(role), time, List.of(BlockedPlan.columns(tf, columns)));
  }

  /** The memory after the block, of that before it and of the last row. */
  private Operand<T> advanced(
      Ops tf, Operand<T> memory, Operand<T> row, Roles<Operand<?>> variables) {
    Operand<T> moved =
        tf.linalg.matMul(
            plan.byChannel(tf, memory), variables.<T>operands(BlockedPlan.ADVANCE).get(0));
    Operand<T> added =
        tf.linalg.matMul(
            plan.row().signals(tf, row, plan.steps()),
            variables.<T>operands(BlockedPlan.RESPONSE).get(0));
    return plan.joined(tf, tf.math.add(moved, added));
  }

  /**
   * Emits the loop.
   *
   * @param blocks number of blocks, of shape (1)
   * @param batch number of rows, of shape (1)
   * @param arguments all roles but the stacks
   */
  GraphOperation emit(
      Ops tf, Operand<TInt32> blocks, Operand<TInt32> batch, Roles<Operand<?>> arguments) {
    int steps = plan.steps();
    Roles<Operand<?>> all = new Roles<Operand<?>>().putAll(arguments);
    Operand<TInt32> length = tf.math.mul(blocks, tf.constant(steps));
    all.put(BlockedPlan.PREVIOUS, List.of(stack(tf, length, batch, plan.width())));
    all.put(
        BlockedPlan.OUTPUTS,
        plan.sequences() ? List.of(stack(tf, blocks, batch, steps * plan.units())) : List.of());
    if (plan.hasMemory()) {
      all.put(BlockedPlan.STARTS, List.of(stack(tf, blocks, batch, plan.startSize())));
    }
    return loop.emit(tf, blocks, all);
  }

  private Operand<T> stack(Ops tf, Operand<TInt32> blocks, Operand<TInt32> batch, int columns) {
    Operand<TInt32> shape =
        tf.concat(List.of(batch, tf.constant(new int[] {columns})), tf.constant(0));
    return TimeStack.IN_PLACE.empty(tf, blocks, shape, plan.type());
  }

  Roles<Operand<?>> results(GraphOperation node) {
    return loop.results(node);
  }

  Roles<Operand<?>> arguments(GraphOperation node) {
    return loop.arguments(node);
  }

  Operand<TInt32> length(GraphOperation node) {
    return loop.length(node);
  }
}
