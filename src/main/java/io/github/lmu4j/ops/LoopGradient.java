package io.github.lmu4j.ops;

import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/** Emits the backward loop of a forward loop; called in a gradient callback. */
@FunctionalInterface
interface LoopGradient {

  /**
   * Emits the loop.
   *
   * @param node the node of the forward loop
   * @param gradients of the forward loop's results, by role
   * @return gradients of what is differentiated by, by role
   */
  Roles<Operand<?>> apply(Ops tf, GraphOperation node, Roles<Operand<?>> gradients);

  /**
   * Gives a forward loop this gradient.
   *
   * @param arguments what is differentiated by
   * @param results of the forward loop
   * @return the results, through which gradients flow
   */
  default Roles<Operand<?>> define(Ops tf, Roles<Operand<?>> arguments, Roles<Operand<?>> results) {
    // The callback outlives this call: it must not hold operands, so it gets the counts only.
    Roles<Slot> argumentSlots = arguments.map(Slot::of);
    Roles<Slot> resultSlots = results.map(Slot::of);
    return results.fill(
        CustomGradient.define(
            tf,
            arguments.flat(),
            results.flat(),
            (ops, inputs, outputs, gradients) ->
                argumentSlots.order(
                    apply(
                        ops, CustomGradient.origin(outputs.get(0)), resultSlots.fill(gradients)))));
  }
}
