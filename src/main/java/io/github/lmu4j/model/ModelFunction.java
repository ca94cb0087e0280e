package io.github.lmu4j.model;

import io.github.lmu4j.layers.LayerFunction;
import io.github.lmu4j.layers.StreamStates;
import io.github.lmu4j.layers.StreamValue;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A model whose weights are in a graph.
 *
 * @param model the model
 * @param functions its layers' functions by their names
 */
record ModelFunction<T extends TFloating>(Model model, Map<String, LayerFunction<T>> functions)
    implements LayerFunction<T> {

  private LayerFunction<T> of(Call call) {
    return Objects.requireNonNull(functions.get(call.layer()));
  }

  @Override
  public List<Signal<T>> apply(Ops tf, List<Signal<T>> signals, Pass pass) {
    return model.run(signals, (call, in) -> of(call).apply(tf, in, pass));
  }

  /** Each call of a layer has states of its own. */
  @Override
  public List<StreamValue<T>> step(Ops tf, List<StreamValue<T>> values, StreamStates<T> states) {
    Map<String, Integer> counts = new HashMap<>();
    return model.run(
        values,
        (call, in) -> {
          int before = counts.merge(call.layer(), 1, Integer::sum) - 1;
          String key = before == 0 ? call.layer() : call.layer() + "_call_" + before;
          return Model.naming(call.layer(), () -> step(tf, of(call), in, states.child(key)));
        });
  }

  /** What depends on no sequence of the stream is computed as ever, anew at each step. */
  private List<StreamValue<T>> step(
      Ops tf, LayerFunction<T> function, List<StreamValue<T>> values, StreamStates<T> states) {
    if (values.stream().anyMatch(StreamValue::isSequence)) {
      return function.step(tf, values, states);
    }
    List<Signal<T>> signals = values.stream().map(StreamValue::signal).toList();
    Pass pass = Pass.inference();
    List<StreamValue<T>> outputs =
        function.apply(tf, signals, pass).stream().map(StreamValue::soFar).toList();
    if (!pass.updates().isEmpty()) {
      throw new IllegalArgumentException(
          "on a stream a stateful layer must see a sequence (got shape %s, known at its end only)"
              .formatted(signals.get(0).shape()));
    }
    return outputs;
  }
}
