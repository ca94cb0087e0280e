package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import java.util.List;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A layer that treats every time step by itself: a step of a stream is a sequence of length 1.
 *
 * @param function the layer
 * @param leastRank rank that a sequence must have: 2 for a number a step, 3 for a vector
 */
record EveryStep<T extends TFloating>(LayerFunction<T> function, int leastRank)
    implements LayerFunction<T> {

  @Override
  public List<Signal<T>> apply(Ops tf, List<Signal<T>> inputs, Pass pass) {
    return function.apply(tf, inputs, pass);
  }

  @Override
  public List<StreamValue<T>> step(Ops tf, List<StreamValue<T>> inputs, StreamStates<T> states) {
    for (StreamValue<T> input : inputs) {
      if (!input.isSequence() || input.signal().shape().numDimensions() < leastRank) {
        throw new IllegalArgumentException(
            "on a stream all inputs must be sequences, at a step of rank %d or more (got shape %s, %s)"
                .formatted(
                    leastRank,
                    input.signal().shape(),
                    input.isSequence() ? "a step" : "known at the end of the sequence only"));
      }
    }
    List<Signal<T>> signals = inputs.stream().map(StreamValue::signal).toList();
    return function.apply(tf, signals, Pass.inference()).stream()
        .map(StreamValue::ofSequence)
        .toList();
  }
}
