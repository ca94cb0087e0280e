package io.github.lmu4j.ops;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** A time-major scan: a forward loop, and a backward loop as its custom gradient. */
final class ScanLoop {

  private ScanLoop() {}

  /**
   * Adds the loop to a graph.
   *
   * @param length number of steps, of shape (1)
   * @param leading first sizes of the outputs, such as the batch size
   * @param leadingAxes how many sizes those are
   * @param arguments in the roles INPUTS, MASK, STATES, PARAMETERS, and HELD if there is something
   *     else than zeros to begin with
   * @return results in the roles SEQUENCES, HELD, STATES
   */
  static <T extends TFloating> Roles<Operand<?>> run(
      Ops tf,
      Scan<T> scan,
      Operand<TInt32> length,
      Operand<TInt32> leading,
      int leadingAxes,
      Roles<Operand<?>> arguments) {
    Graph graph = (Graph) tf.scope().env();
    boolean compiled = scan.options().method() == ScanMethod.XLA;
    LoopPlan<T> plan =
        LoopPlan.of(
            scan,
            compiled ? TimeStack.COMPILED : TimeStack.IN_PLACE,
            leadingAxes,
            arguments.map(Slot::of));
    Loops loops = compiled ? new CompiledLoops<>(graph, plan) : new LoweredLoops<>(graph, plan);

    Roles<Operand<?>> given = new Roles<Operand<?>>().putAll(arguments);
    if (arguments.get(LoopPlan.HELD).isEmpty()) {
      given.put(LoopPlan.HELD, zeros(tf, plan, leading));
    }
    Roles<Operand<?>> differentiated =
        given.only(LoopPlan.INPUTS, LoopPlan.STATES, LoopPlan.HELD, LoopPlan.PARAMETERS);
    Roles<Operand<?>> results =
        loops
            .forward(tf, length, leading, given)
            .only(LoopPlan.SEQUENCES, LoopPlan.HELD, LoopPlan.STATES);
    LoopGradient gradient = loops::backward;
    return gradient.define(tf, differentiated, results);
  }

  /** What a masked first step holds. */
  private static <T extends TFloating> List<Operand<T>> zeros(
      Ops tf, LoopPlan<T> plan, Operand<TInt32> leading) {
    Operand<T> zero = tf.dtypes.cast(tf.constant(0), plan.type());
    return plan.held().stream()
        .<Operand<T>>map(
            slot -> tf.fill(LoopShapes.of(tf, slot.shape(), leading, plan.leadingAxes()), zero))
        .toList();
  }
}
