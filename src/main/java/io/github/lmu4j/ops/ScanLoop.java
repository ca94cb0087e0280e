package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** A time-major scan: a forward loop, and a backward loop as its custom gradient. */
final class ScanLoop {

  /**
   * What a loop is applied to.
   *
   * @param mask shape (time, batch)
   */
  record Arguments<T extends TFloating>(
      List<Operand<T>> inputs,
      Optional<Operand<TBool>> mask,
      List<Operand<T>> states,
      List<Operand<T>> parameters) {}

  private ScanLoop() {}

  static <T extends TFloating> ScanResult<T> run(Ops tf, Scan<T> scan, Arguments<T> arguments) {
    Graph graph = (Graph) tf.scope().env();
    LoopPlan<T> plan = LoopPlan.of(scan, arguments);
    ForwardLoop<T> forward = new ForwardLoop<>(graph, plan);
    BackwardLoop<T> backward = new BackwardLoop<>(graph, plan);

    Operand<T> first = arguments.inputs().get(0);
    Operand<TInt32> length = LoopShapes.size(tf, first, 0);
    Operand<TInt32> batch = LoopShapes.size(tf, first, 1);
    Roles<Operand<?>> differentiated = new Roles<>();
    differentiated.put(LoopPlan.INPUTS, arguments.inputs());
    differentiated.put(LoopPlan.STATES, arguments.states());
    differentiated.put(LoopPlan.HELD, zeros(tf, plan, batch));
    differentiated.put(LoopPlan.PARAMETERS, arguments.parameters());
    Roles<Operand<?>> given = new Roles<Operand<?>>().putAll(differentiated);
    given.put(LoopPlan.MASK, arguments.mask().stream().toList());
    Roles<Operand<?>> variables = forward.emit(tf, length, batch, given);

    Roles<Operand<?>> results = new Roles<>();
    for (String role : List.of(LoopPlan.SEQUENCES, LoopPlan.HELD, LoopPlan.STATES)) {
      results.put(role, variables.get(role));
    }
    Roles<Operand<?>> ends = results.fill(define(tf, forward, backward, differentiated, results));
    List<Operand<T>> sequences = ends.operands(LoopPlan.SEQUENCES);
    List<Operand<T>> held = ends.operands(LoopPlan.HELD);
    Operand<TInt32> last =
        scan.options().reverse() ? tf.constant(new int[] {0}) : tf.math.sub(length, tf.constant(1));
    return new ScanResult<>(
        sequences,
        held.isEmpty() ? TimeStack.read(tf, sequences, last) : held,
        ends.operands(LoopPlan.STATES));
  }

  private static <T extends TFloating> List<Operand<?>> define(
      Ops tf,
      ForwardLoop<T> forward,
      BackwardLoop<T> backward,
      Roles<Operand<?>> differentiated,
      Roles<Operand<?>> results) {
    // The callback outlives this call: it must not hold operands, so it gets the counts only.
    Roles<Slot> inputSlots = differentiated.map(Slot::of);
    Roles<Slot> resultSlots = results.map(Slot::of);
    return CustomGradient.define(
        tf,
        differentiated.flat(),
        results.flat(),
        (ops, inputs, outputs, gradients) -> {
          GraphOperation node = source(outputs.get(0));
          return inputSlots.order(
              backward.emit(
                  ops, forward.length(node), forward.recover(node), resultSlots.fill(gradients)));
        });
  }

  /**
   * The node of the forward loop, found through IdentityN and StopGradient. Were its stacks outputs
   * of the custom gradient, they would be computed for inference too.
   */
  private static GraphOperation source(Operand<?> output) {
    GraphOperation door = (GraphOperation) output.op();
    GraphOperation stop = (GraphOperation) door.input(output.asOutput().index()).op();
    return (GraphOperation) stop.input(0).op();
  }

  /** What a masked first step holds. */
  private static <T extends TFloating> List<Operand<T>> zeros(
      Ops tf, LoopPlan<T> plan, Operand<TInt32> batch) {
    Operand<T> zero = tf.dtypes.cast(tf.constant(0), plan.type());
    List<Operand<T>> zeros = new ArrayList<>();
    for (Slot slot : plan.held()) {
      zeros.add(tf.fill(LoopShapes.of(tf, slot.shape(), batch), zero));
    }
    return zeros;
  }
}
