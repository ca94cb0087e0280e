package io.github.lmu4j.ops;

import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * The two loops of a scan, made ready for a graph.
 *
 * <p>The arguments of the forward loop are in the roles INPUTS, MASK, STATES, HELD and PARAMETERS;
 * its results in SEQUENCES, HELD and STATES.
 */
interface Loops {

  /**
   * Emits the forward loop, as one node from which all results come, directly or through
   * EnsureShape.
   *
   * @param length number of steps, of shape (1)
   * @param leading first sizes of the outputs
   */
  Roles<Operand<?>> forward(
      Ops tf, Operand<TInt32> length, Operand<TInt32> leading, Roles<Operand<?>> arguments);

  /**
   * Emits the backward loop; called in a gradient callback.
   *
   * @param node the node of the forward loop
   * @param gradients of the forward loop's results
   * @return gradients of the forward loop's arguments, but not of the mask
   */
  Roles<Operand<?>> backward(Ops tf, GraphOperation node, Roles<Operand<?>> gradients);
}
