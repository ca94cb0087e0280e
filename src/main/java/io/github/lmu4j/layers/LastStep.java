package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import java.util.List;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A layer that gives the last time step of a sequence, which on a stream is the step itself.
 *
 * @param function the layer on whole sequences, with an output of shape (batch, 1, size)
 */
record LastStep<T extends TFloating>(LayerFunction<T> function) implements LayerFunction<T> {

  @Override
  public List<Signal<T>> apply(Ops tf, List<Signal<T>> inputs, Pass pass) {
    return function.apply(tf, inputs, pass);
  }

  @Override
  public List<StreamValue<T>> step(Ops tf, List<StreamValue<T>> inputs, StreamStates<T> states) {
    Signal<T> step = inputs.get(0).signal();
    return List.of(StreamValue.soFar(Signal.of(step.value(tf))));
  }
}
