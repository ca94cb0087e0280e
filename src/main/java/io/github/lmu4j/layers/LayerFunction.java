package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A layer whose weights are in a graph.
 *
 * @param <T> dtype
 */
@FunctionalInterface
public interface LayerFunction<T extends TFloating> {

  /**
   * Applies the layer.
   *
   * @param tf operations of the graph
   * @param inputs one signal an input
   * @param pass training or inference
   * @return one signal an output
   */
  List<Signal<T>> apply(Ops tf, List<Signal<T>> inputs, Pass pass);

  /**
   * Advances by one step of a stream. Over all steps this gives what {@code apply} gives in
   * inference for the whole sequence; an output that is no sequence is that of a sequence which
   * ends with this step.
   *
   * @param tf operations of the graph
   * @param inputs one value an input, of which at least one is a sequence
   * @param states what the layer keeps from step to step
   * @return one value an output
   * @throws IllegalArgumentException if an output depends on later steps than its own
   */
  default List<StreamValue<T>> step(Ops tf, List<StreamValue<T>> inputs, StreamStates<T> states) {
    throw new IllegalArgumentException(
        "on a stream a layer must give one output a step, from that step and earlier ones alone (got"
            + " one that does not)");
  }

  /**
   * Applies a layer of one input and takes its first output.
   *
   * @param tf operations of the graph
   * @param input the input, batch first
   * @param pass training or inference
   * @return the value of the first output
   */
  default Operand<T> apply(Ops tf, Operand<T> input, Pass pass) {
    return apply(tf, List.of(Signal.of(input)), pass).get(0).value(tf);
  }

  /**
   * A layer that treats every time step of (batch, time, ...) by itself, and so runs along a
   * stream.
   *
   * @param <T> dtype
   * @param function from all inputs to all outputs, of whatever number of steps
   * @return the layer's function
   */
  static <T extends TFloating> LayerFunction<T> everyStep(LayerFunction<T> function) {
    return new EveryStep<>(function, 3);
  }

  /**
   * A layer of one input and one output that treats every time step by itself and keeps the mask.
   *
   * @param <T> dtype
   * @param map from the input's signal to the output's value
   * @return the layer's function
   */
  static <T extends TFloating> LayerFunction<T> of(SignalMap<T> map) {
    return everyStep(allSteps(map));
  }

  /**
   * A layer of one input and one output that keeps the mask, but does not treat every time step by
   * itself.
   *
   * @param <T> dtype
   * @param map from the input's signal to the output's value
   * @return the layer's function
   */
  static <T extends TFloating> LayerFunction<T> allSteps(SignalMap<T> map) {
    return (tf, inputs, pass) ->
        List.of(Signal.of(map.apply(tf, inputs.get(0), pass), inputs.get(0).mask()));
  }

  /**
   * A layer of one input and one output, whose steps are not those of its input: the mask ends
   * here.
   *
   * @param <T> dtype
   * @param map from the input's signal to the output's value
   * @return the layer's function
   */
  static <T extends TFloating> LayerFunction<T> withoutMask(SignalMap<T> map) {
    return (tf, inputs, pass) -> List.of(Signal.of(map.apply(tf, inputs.get(0), pass)));
  }

  /**
   * From one signal to one value.
   *
   * @param <T> dtype
   */
  @FunctionalInterface
  interface SignalMap<T extends TFloating> {
    /**
     * Maps.
     *
     * @param tf operations of the graph
     * @param input the input
     * @param pass training or inference
     * @return the output's value
     */
    Operand<T> apply(Ops tf, Signal<T> input, Pass pass);
  }
}
