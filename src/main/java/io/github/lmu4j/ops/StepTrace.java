package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What must be known of a step before its loops can be built: found by building it and its gradient
 * once in a graph that is thrown away.
 *
 * @param outputs type and shape of each output
 * @param inputGradients which inputs receive a gradient
 * @param parameterGradients which parameters receive a gradient
 * @param storedStates which states the gradient needs to know
 */
record StepTrace(
    List<Slot> outputs,
    List<Integer> inputGradients,
    List<Integer> parameterGradients,
    List<Integer> storedStates) {

  static <T extends TFloating> StepTrace of(
      Scan.Step<T> step, List<Slot> inputSlots, List<Slot> stateSlots, List<Slot> parameterSlots) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<Operand<T>> inputs = placeholders(tf, inputSlots);
      List<Operand<T>> states = placeholders(tf, stateSlots);
      List<Operand<T>> parameters = placeholders(tf, parameterSlots);
      Scan.Result<T> result = step.apply(tf, inputs, states, parameters);
      checkStates(stateSlots, result.states());
      List<Slot> outputs = result.outputs().stream().map(Slot::of).toList();

      List<Operand<T>> results = concat(result.outputs(), result.states());
      List<Operand<T>> gradients = placeholders(tf, results.stream().map(Slot::of).toList());
      List<Operand<T>> variables = concat(concat(inputs, states), parameters);
      var products = StepGradient.of(tf, results, gradients, variables);
      List<Operand<T>> present = products.stream().flatMap(product -> product.stream()).toList();
      Set<GraphOperation> needed = StepGradient.ancestors(graph, present);
      int firstParameter = inputs.size() + states.size();
      return new StepTrace(
          outputs,
          IntStream.range(0, inputs.size())
              .filter(i -> products.get(i).isPresent())
              .boxed()
              .toList(),
          IntStream.range(0, parameters.size())
              .filter(i -> products.get(firstParameter + i).isPresent())
              .boxed()
              .toList(),
          IntStream.range(0, states.size())
              .filter(i -> needed.contains((GraphOperation) states.get(i).op()))
              .boxed()
              .toList());
    }
  }

  /** What is known of a step that is never differentiated. */
  static <T extends TFloating> StepTrace withoutGradient(
      Scan.Step<T> step, List<Slot> inputs, List<Slot> states, List<Slot> parameters) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Scan.Result<T> result =
          step.apply(
              tf, placeholders(tf, inputs), placeholders(tf, states), placeholders(tf, parameters));
      checkStates(states, result.states());
      return new StepTrace(
          result.outputs().stream().map(Slot::of).toList(), List.of(), List.of(), List.of());
    }
  }

  private static <T extends TFloating> void checkStates(List<Slot> before, List<Operand<T>> after) {
    if (before.size() != after.size()) {
      throw new IllegalArgumentException(
          "a step must return as many states as it is given, %d (got %d)"
              .formatted(before.size(), after.size()));
    }
    for (int i = 0; i < before.size(); i++) {
      if (!after.get(i).shape().isCompatibleWith(before.get(i).shape())) {
        throw new IllegalArgumentException(
            "state %d must keep its shape %s (got %s)"
                .formatted(i, before.get(i).shape(), after.get(i).shape()));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends TFloating> List<Operand<T>> placeholders(Ops tf, List<Slot> slots) {
    return slots.stream().map(slot -> (Operand<T>) slot.placeholder(tf)).toList();
  }

  private static <V> List<V> concat(List<V> first, List<V> second) {
    List<V> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
