package io.github.lmu4j.cells;

import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.ScanResult;
import io.github.lmu4j.ops.Signal;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * One step of a cell whose weights are in a graph.
 *
 * <p>It comes in three parts, because a loop's body is a graph of its own and because what does not
 * depend on the states is cheaper for all steps at once: {@code parameters} is called once a
 * sequence, outside the loop; {@code project} maps all inputs, outside the loop; {@code step} does
 * what is left, and may use its arguments and constants only.
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
   * @return operands for {@code project} and {@code step}; gradients flow back through them
   */
  Parameters<T> parameters(Ops tf, Operand<TInt64> batch, Pass pass);

  /**
   * Maps inputs as far as this can be done without the states.
   *
   * @param tf operations of the graph
   * @param input shape (batch, inputSize) or (batch, time, inputSize)
   * @param parameters what {@code parameters} made
   * @return shape of the input with another last size
   */
  Operand<T> project(Ops tf, Signal<T> input, Parameters<T> parameters);

  /**
   * Advances by one step from a projected input.
   *
   * @param tf operations of the loop's body
   * @param projected what {@code project} gave for this step, (batch, ...)
   * @param states one (batch, size) a state
   * @param parameters what {@code parameters} made
   * @return output and new states
   */
  Step<T> step(Ops tf, Operand<T> projected, List<Operand<T>> states, Parameters<T> parameters);

  /**
   * Advances by one step from an input.
   *
   * @param tf operations of the loop's body
   * @param input shape (batch, inputSize); a cell that is not recurrent takes (batch, time,
   *     inputSize) as well
   * @param states one (batch, size) a state
   * @param parameters what {@code parameters} made
   * @return output and new states
   */
  default Step<T> step(Ops tf, Signal<T> input, List<Operand<T>> states, Parameters<T> parameters) {
    return step(tf, project(tf, input, parameters), states, parameters);
  }

  /**
   * Applies the cell to a whole sequence in a loop of its own that is faster than step by step, if
   * it has one that fits: with the same weights and, to rounding, the same results.
   *
   * @param tf operations of the graph
   * @param input shape (batch, time, inputSize)
   * @param states the first states, one (batch, size) a state
   * @param parameters what {@code parameters} made
   * @param returnSequences whether the outputs of all steps are returned
   * @param pass training or inference
   * @return outputs and final states; empty if steps have to be taken one by one
   */
  default Optional<ScanResult<T>> inBlocks(
      Ops tf,
      Signal<T> input,
      List<Operand<T>> states,
      Parameters<T> parameters,
      boolean returnSequences,
      Pass pass) {
    return Optional.empty();
  }

  /**
   * The cell as a fully connected recurrent network, if it is one.
   *
   * @param parameters what {@code parameters} made
   * @return its weights; empty if it is another cell, or drops parts of its input or state
   */
  default Optional<ElmanWeights<T>> elman(Parameters<T> parameters) {
    return Optional.empty();
  }

  /**
   * Applies a cell that is not recurrent to one time step, or to all at once.
   *
   * @param tf operations of the graph
   * @param input shape (batch, inputSize) or (batch, time, inputSize)
   * @param pass training or inference
   * @return the output
   */
  default Operand<T> apply(Ops tf, Signal<T> input, Pass pass) {
    return step(tf, input, List.of(), parameters(tf, input.batch(tf), pass)).output();
  }
}
