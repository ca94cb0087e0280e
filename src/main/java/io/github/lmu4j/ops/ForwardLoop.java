package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** The loop that applies a step to all time steps, and stores what its gradient needs. */
final class ForwardLoop<T extends TFloating> {

  private final LoopPlan<T> plan;
  private final WhileLoop loop;

  ForwardLoop(Graph graph, LoopPlan<T> plan) {
    this.plan = plan;
    Roles<Slot> slots = new Roles<>();
    slots.put(LoopPlan.STATES, plan.states());
    slots.put(LoopPlan.HELD, plan.held());
    slots.put(LoopPlan.SEQUENCES, plan.sequences());
    slots.put(LoopPlan.STORED, plan.stored());
    slots.put(LoopPlan.MASK, plan.mask());
    slots.put(LoopPlan.INPUTS, plan.inputs());
    slots.put(LoopPlan.PARAMETERS, plan.parameters());
    loop = new WhileLoop(graph, "scan", slots, plan.lowered(), this::advance);
  }

  private Roles<Operand<?>> advance(
      Ops tf, Operand<TInt32> time, Operand<TInt32> length, Roles<Operand<?>> variables) {
    Operand<TInt32> index = plan.options().reverse() ? LoopShapes.mirrored(tf, time, length) : time;
    List<Operand<T>> states = variables.operands(LoopPlan.STATES);
    List<Operand<T>> held = variables.operands(LoopPlan.HELD);
    Scan.Result<T> result =
        plan.scan()
            .step()
            .apply(
                tf,
                TimeStack.read(tf, variables.<T>operands(LoopPlan.INPUTS), index),
                states,
                variables.operands(LoopPlan.PARAMETERS));
    List<Operand<T>> outputs = result.outputs();
    List<Operand<T>> next = result.states();
    if (plan.masked()) {
      Operand<TBool> mask =
          TimeStack.read(tf, variables.<TBool>operands(LoopPlan.MASK), index).get(0);
      next = Masking.select(tf, mask, next, states);
      outputs =
          plan.holds() ? Masking.select(tf, mask, outputs, held) : Masking.keep(tf, mask, outputs);
    }
    Roles<Operand<?>> changed = new Roles<>();
    changed.put(LoopPlan.STATES, next);
    changed.put(LoopPlan.HELD, held.isEmpty() ? held : outputs);
    changed.put(
        LoopPlan.SEQUENCES,
        plan.stacks().write(tf, variables.operands(LoopPlan.SEQUENCES), index, outputs));
    changed.put(
        LoopPlan.STORED,
        plan.stacks()
            .write(
                tf,
                variables.operands(LoopPlan.STORED),
                index,
                plan.trace().storedStates().stream().map(states::get).toList()));
    return changed;
  }

  /**
   * Emits the loop.
   *
   * @param length shape (1)
   * @param leading first sizes of the outputs, such as the batch size
   * @param arguments initial values of all roles but the stacks
   */
  Roles<Operand<?>> emit(
      Ops tf, Operand<TInt32> length, Operand<TInt32> leading, Roles<Operand<?>> arguments) {
    // The inputs may have more rows than there are steps.
    Operand<TInt32> rows = LoopShapes.size(tf, arguments.get(LoopPlan.INPUTS).get(0), 0);
    List<Operand<?>> sequences = new ArrayList<>();
    for (Slot sequence : plan.sequences()) {
      Operand<TInt32> shape =
          LoopShapes.of(tf, sequence.shape().tail(), leading, plan.leadingAxes());
      sequences.add(plan.stacks().empty(tf, rows, shape, sequence.type()));
    }
    List<Operand<?>> stored = new ArrayList<>();
    for (int state : plan.trace().storedStates()) {
      Operand<?> initial = arguments.get(LoopPlan.STATES).get(state);
      stored.add(plan.stacks().empty(tf, rows, tf.shape(initial), initial.type()));
    }
    Roles<Operand<?>> all = new Roles<Operand<?>>().putAll(arguments);
    all.put(LoopPlan.SEQUENCES, sequences);
    all.put(LoopPlan.STORED, stored);
    return loop.results(loop.emit(tf, length, all));
  }

  /** The length, of shape (1), of a loop that has been emitted. */
  Operand<TInt32> length(GraphOperation node) {
    return loop.length(node);
  }

  /** The arguments of a loop that has been emitted, and its stacks as they are after it. */
  Roles<Operand<?>> recover(GraphOperation node) {
    Roles<Operand<?>> known = loop.arguments(node);
    known.put(LoopPlan.STORED, loop.results(node).get(LoopPlan.STORED));
    return known;
  }
}
