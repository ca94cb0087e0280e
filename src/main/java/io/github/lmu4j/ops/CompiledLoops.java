package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Loops within functions that XLA compiles, at the first run with each shape.
 *
 * <p>XLA must know every shape when it compiles: the functions take lengths and batch sizes from
 * the shapes of their arguments, which are known by then.
 */
final class CompiledLoops<T extends TFloating> implements Loops {

  private final Roles<Slot> arguments = new Roles<>();
  private final Roles<Slot> results = new Roles<>();

  /** What the backward loop takes of the forward loop. */
  private final Roles<Slot> kept = new Roles<>();

  private final Roles<Slot> differentiated = new Roles<>();
  private final Roles<Slot> gradients = new Roles<>();
  private final GraphFunction forward;
  private final GraphFunction backward;

  CompiledLoops(Graph graph, LoopPlan<T> plan) {
    differentiated.put(LoopPlan.INPUTS, plan.inputs());
    differentiated.put(LoopPlan.STATES, plan.states());
    differentiated.put(LoopPlan.HELD, plan.held());
    differentiated.put(LoopPlan.PARAMETERS, plan.parameters());
    arguments.putAll(differentiated).put(LoopPlan.MASK, plan.mask());
    gradients.put(LoopPlan.SEQUENCES, plan.sequences());
    gradients.put(LoopPlan.HELD, plan.held());
    gradients.put(LoopPlan.STATES, plan.states());
    results.putAll(gradients).put(LoopPlan.STORED, plan.stored());
    kept.put(LoopPlan.INPUTS, plan.inputs());
    kept.put(LoopPlan.PARAMETERS, plan.parameters());
    kept.put(LoopPlan.MASK, plan.mask());
    kept.put(LoopPlan.STORED, plan.stored());

    forward =
        GraphFunction.attach(
            graph,
            "scan_compiled",
            arguments.flat(),
            (tf, flat) -> {
              Roles<Operand<?>> given = arguments.fill(flat);
              var loop = new ForwardLoop<T>((Graph) tf.scope().env(), plan);
              Operand<?> first = given.get(LoopPlan.INPUTS).get(0);
              return results.order(
                  loop.emit(
                      tf, LoopShapes.size(tf, first, 0), LoopShapes.size(tf, first, 1), given));
            });
    int keptCount = kept.flat().size();
    backward =
        GraphFunction.attach(
            graph,
            "scan_gradient_compiled",
            concat(kept.flat(), gradients.flat()),
            (tf, flat) -> {
              Roles<Operand<?>> given = kept.fill(flat.subList(0, keptCount));
              var loop = new BackwardLoop<T>((Graph) tf.scope().env(), plan);
              Operand<?> first = given.get(LoopPlan.INPUTS).get(0);
              return differentiated.order(
                  loop.emit(
                      tf,
                      LoopShapes.size(tf, first, 0),
                      given,
                      gradients.fill(flat.subList(keptCount, flat.size()))));
            });
  }

  @Override
  public Roles<Operand<?>> forward(
      Ops tf, Operand<TInt32> length, Operand<TInt32> leading, Roles<Operand<?>> values) {
    GraphOperation node = forward.callCompiled(tf, arguments.order(values), results.flat());
    return results.fill(NodeOperands.shapedOutputs(tf, node, results.flat()));
  }

  @Override
  public Roles<Operand<?>> backward(Ops tf, GraphOperation node, Roles<Operand<?>> values) {
    Roles<Operand<?>> known = arguments.fill(NodeOperands.inputs(node));
    known.put(LoopPlan.STORED, results.fill(NodeOperands.outputs(node)).get(LoopPlan.STORED));
    GraphOperation call =
        backward.callCompiled(
            tf, concat(kept.order(known), gradients.order(values)), differentiated.flat());
    return differentiated.fill(NodeOperands.outputs(call));
  }

  private static <V> List<V> concat(List<V> first, List<V> second) {
    List<V> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
