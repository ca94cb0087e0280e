package io.github.lmu4j.ops;

import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Loops as nodes of the graph, which TensorFlow turns into switches and merges. */
final class LoweredLoops<T extends TFloating> implements Loops {

  private final ForwardLoop<T> forward;
  private final BackwardLoop<T> backward;

  LoweredLoops(Graph graph, LoopPlan<T> plan) {
    forward = new ForwardLoop<>(graph, plan);
    backward = new BackwardLoop<>(graph, plan);
  }

  @Override
  public Roles<Operand<?>> forward(
      Ops tf, Operand<TInt32> length, Operand<TInt32> leading, Roles<Operand<?>> arguments) {
    return forward.emit(tf, length, leading, arguments);
  }

  @Override
  public Roles<Operand<?>> backward(Ops tf, GraphOperation node, Roles<Operand<?>> gradients) {
    return backward.emit(tf, forward.length(node), forward.recover(node), gradients);
  }
}
