package io.github.lmu4j.cells;

import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * One step of a cell whose weights are in a graph.
 *
 * <p>It comes in two parts, because a loop's body is a graph of its own: {@code parameters} is
 * called once a sequence, outside the loop, and makes all that does not change from step to step;
 * {@code step} may use its arguments and constants only.
 *
 * @param <T> dtype
 */
public interface CellFunction<T extends TFloating> {

  /**
   * Makes what stays the same for a whole sequence: weights, what is computed from weights alone,
   * dropout masks.
   *
   * @param tf operations of the graph
   * @param batch scalar; the number of sequences
   * @param pass training or inference
   * @return operands for {@code step}; gradients flow back through them
   */
  List<Operand<T>> parameters(Ops tf, Operand<TInt64> batch, Pass pass);

  /**
   * Advances by one step.
   *
   * @param tf operations of the loop's body
   * @param input shape (batch, inputSize); a cell that is not recurrent takes (batch, time,
   *     inputSize) as well
   * @param states one (batch, size) a state
   * @param parameters what {@code parameters} made
   * @return output and new states
   */
  Step<T> step(Ops tf, Signal<T> input, List<Operand<T>> states, List<Operand<T>> parameters);
}
