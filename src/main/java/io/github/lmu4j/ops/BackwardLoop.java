package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The vector-Jacobian product of a {@link ForwardLoop}: a loop that takes the time steps in the
 * opposite order, computes each again from its stored states, and differentiates it within its
 * body.
 */
final class BackwardLoop<T extends TFloating> {

  private static final String STATE_GRADIENTS = "state_gradients";
  private static final String HELD_GRADIENTS = "held_gradients";
  private static final String SEQUENCE_GRADIENTS = "sequence_gradients";
  private static final String INPUT_GRADIENTS = "input_gradients";
  private static final String PARAMETER_GRADIENTS = "parameter_gradients";

  private final LoopPlan<T> plan;
  private final WhileLoop loop;

  BackwardLoop(Graph graph, LoopPlan<T> plan) {
    this.plan = plan;
    StepTrace trace = plan.trace();
    Roles<Slot> slots = new Roles<>();
    slots.put(STATE_GRADIENTS, plan.states());
    slots.put(HELD_GRADIENTS, plan.held());
    slots.put(INPUT_GRADIENTS, choose(plan.inputs(), trace.inputGradients()));
    slots.put(PARAMETER_GRADIENTS, choose(plan.parameters(), trace.parameterGradients()));
    slots.put(SEQUENCE_GRADIENTS, plan.sequences());
    slots.put(LoopPlan.STORED, plan.stored());
    slots.put(LoopPlan.MASK, plan.mask());
    slots.put(LoopPlan.INPUTS, plan.inputs());
    slots.put(LoopPlan.PARAMETERS, plan.parameters());
    loop = new WhileLoop(graph, "scan_gradient", slots, plan.lowered(), this::advance);
  }

  private Roles<Operand<?>> advance(
      Ops tf, Operand<TInt32> time, Operand<TInt32> length, Roles<Operand<?>> variables) {
    StepTrace trace = plan.trace();
    Operand<TInt32> index = plan.options().reverse() ? time : LoopShapes.mirrored(tf, time, length);
    List<Operand<T>> inputs = TimeStack.read(tf, variables.operands(LoopPlan.INPUTS), index);
    List<Operand<T>> parameters = variables.operands(LoopPlan.PARAMETERS);
    List<Operand<T>> stateGradients = variables.operands(STATE_GRADIENTS);
    List<Operand<T>> heldGradients = variables.operands(HELD_GRADIENTS);
    // A state that is not stored is not looked at: anything of its shape will do.
    List<Operand<T>> states = Masking.zeros(tf, stateGradients);
    List<Operand<T>> stored = TimeStack.read(tf, variables.operands(LoopPlan.STORED), index);
    for (int i = 0; i < stored.size(); i++) {
      states.set(trace.storedStates().get(i), stored.get(i));
    }

    // An output reaches its sequence and, where it is held, the step after.
    List<Operand<T>> outputGradients =
        sum(tf, TimeStack.read(tf, variables.operands(SEQUENCE_GRADIENTS), index), heldGradients);
    List<Operand<T>> nextGradients = stateGradients;
    List<Operand<T>> passedHeld = Masking.zeros(tf, heldGradients);
    List<Operand<T>> passedStates = List.of();
    if (plan.masked()) {
      Operand<TBool> mask =
          TimeStack.read(tf, variables.<TBool>operands(LoopPlan.MASK), index).get(0);
      passedHeld = plan.holds() ? Masking.drop(tf, mask, outputGradients) : passedHeld;
      passedStates = Masking.drop(tf, mask, stateGradients);
      outputGradients = Masking.keep(tf, mask, outputGradients);
      nextGradients = Masking.keep(tf, mask, stateGradients);
    }

    Scan.Result<T> result = plan.scan().step().apply(tf, inputs, states, parameters);
    List<Operand<T>> results = concat(result.outputs(), result.states());
    List<Operand<T>> gradients = concat(outputGradients, nextGradients);
    List<Operand<T>> variablesOfStep = concat(concat(inputs, states), parameters);
    List<Optional<Operand<T>>> products = StepGradient.of(tf, results, gradients, variablesOfStep);
    int firstParameter = inputs.size() + states.size();

    List<Operand<T>> byState = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      Operand<T> gradient = states.get(i);
      byState.add(products.get(inputs.size() + i).orElseGet(() -> tf.zerosLike(gradient)));
    }
    List<Operand<T>> byInput =
        trace.inputGradients().stream().map(i -> products.get(i).orElseThrow()).toList();
    List<Operand<T>> byParameter =
        trace.parameterGradients().stream()
            .map(i -> products.get(firstParameter + i).orElseThrow())
            .toList();

    Roles<Operand<?>> changed = new Roles<>();
    changed.put(STATE_GRADIENTS, sum(tf, byState, passedStates));
    changed.put(HELD_GRADIENTS, passedHeld);
    changed.put(
        INPUT_GRADIENTS,
        plan.stacks().write(tf, variables.operands(INPUT_GRADIENTS), index, byInput));
    changed.put(PARAMETER_GRADIENTS, sum(tf, variables.operands(PARAMETER_GRADIENTS), byParameter));
    return changed;
  }

  /**
   * Emits the loop; called in a gradient callback.
   *
   * @param forward the arguments and stacks of the forward loop
   * @param gradients of the forward loop's results
   * @return gradients of the forward loop's arguments
   */
  Roles<Operand<?>> emit(
      Ops tf, Operand<TInt32> length, Roles<Operand<?>> forward, Roles<Operand<?>> gradients) {
    List<Operand<T>> inputs = forward.operands(LoopPlan.INPUTS);
    List<Operand<T>> parameters = forward.operands(LoopPlan.PARAMETERS);
    StepTrace trace = plan.trace();
    Roles<Operand<?>> initial = new Roles<>();
    initial.put(STATE_GRADIENTS, gradients.get(LoopPlan.STATES));
    initial.put(HELD_GRADIENTS, gradients.get(LoopPlan.HELD));
    initial.put(
        INPUT_GRADIENTS,
        choose(inputs, trace.inputGradients()).stream()
            .map(input -> plan.stacks().empty(tf, tf.shape(input), plan.type()))
            .toList());
    initial.put(
        PARAMETER_GRADIENTS, Masking.zeros(tf, choose(parameters, trace.parameterGradients())));
    initial.put(SEQUENCE_GRADIENTS, gradients.get(LoopPlan.SEQUENCES));
    for (String role :
        List.of(LoopPlan.STORED, LoopPlan.MASK, LoopPlan.INPUTS, LoopPlan.PARAMETERS)) {
      initial.put(role, forward.get(role));
    }
    Roles<Operand<?>> result = loop.results(loop.emit(tf, length, initial));
    Roles<Operand<?>> found = new Roles<>();
    found.put(
        LoopPlan.INPUTS,
        spread(tf, inputs, trace.inputGradients(), result.operands(INPUT_GRADIENTS)));
    found.put(LoopPlan.STATES, result.get(STATE_GRADIENTS));
    found.put(LoopPlan.HELD, result.get(HELD_GRADIENTS));
    found.put(
        LoopPlan.PARAMETERS,
        spread(tf, parameters, trace.parameterGradients(), result.operands(PARAMETER_GRADIENTS)));
    // A session that fetches an output of the loop itself keeps all of the loop; behind an identity
    // it drops the variables that lead nowhere.
    return found.map(tf::identity);
  }

  /** The gradients of all values, of which only some have one that is not zero by definition. */
  private List<Operand<T>> spread(
      Ops tf, List<Operand<T>> values, List<Integer> chosen, List<Operand<T>> gradients) {
    List<Operand<T>> all = Masking.zeros(tf, values);
    for (int i = 0; i < gradients.size(); i++) {
      all.set(chosen.get(i), gradients.get(i));
    }
    return all;
  }

  private static <V> List<V> choose(List<V> all, List<Integer> chosen) {
    return chosen.stream().map(all::get).toList();
  }

  /** Sums two lists, of which one may be empty. */
  private List<Operand<T>> sum(Ops tf, List<Operand<T>> first, List<Operand<T>> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return concat(first, second);
    }
    List<Operand<T>> sums = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      sums.add(tf.math.add(first.get(i), second.get(i)));
    }
    return sums;
  }

  private static <V> List<V> concat(List<V> first, List<V> second) {
    List<V> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
