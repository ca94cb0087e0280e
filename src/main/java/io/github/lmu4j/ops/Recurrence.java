package io.github.lmu4j.ops;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Applies a step function to every row of some sequences and carries states from row to row,
 * without a gradient.
 *
 * <p>What a {@link Scan} does, for simulations: nothing is stored for a way back, and the step may
 * use operations that have no gradient.
 */
public final class Recurrence {

  private Recurrence() {}

  /**
   * Adds the loop to a graph.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param step what happens at one row; its outputs must have shapes that are known
   * @param inputs the sequences, shape (rows, ...), at least one; all of the same number of rows
   * @param initialStates the states before the first row
   * @param parameters what is the same at every row; operands of a graph cannot be captured by the
   *     step, they are passed here
   * @return outputs of every row, shape (rows, ...), those of the last one, and final states
   * @throws IllegalArgumentException if there is no input, the shape of an output is not known, or
   *     the step returns another number of states than it was given or states of other shapes
   */
  public static <T extends TFloating> ScanResult<T> run(
      Ops tf,
      Scan.Step<T> step,
      List<? extends Operand<T>> inputs,
      List<? extends Operand<T>> initialStates,
      List<? extends Operand<T>> parameters) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a recurrence must have at least one input (got 0)");
    }
    Ops scope = tf.withSubScope("recurrence");
    Roles<Operand<?>> arguments =
        new Roles<Operand<?>>()
            .put(LoopPlan.INPUTS, inputs)
            .put(LoopPlan.MASK, List.of())
            .put(LoopPlan.HELD, List.of())
            .put(LoopPlan.STATES, initialStates)
            .put(LoopPlan.PARAMETERS, parameters);
    LoopPlan<T> plan = LoopPlan.withoutGradient(step, arguments.map(Slot::of));
    Operand<TInt32> rows = LoopShapes.size(scope, inputs.get(0), 0);
    Operand<TInt32> none = scope.constant(new int[0]);
    Roles<Operand<?>> results =
        new ForwardLoop<>((Graph) scope.scope().env(), plan).emit(scope, rows, none, arguments);
    List<Operand<T>> sequences = results.operands(LoopPlan.SEQUENCES);
    Operand<TInt32> last = scope.math.sub(rows, scope.constant(1));
    return new ScanResult<>(
        sequences, TimeStack.read(scope, sequences, last), results.operands(LoopPlan.STATES));
  }
}
