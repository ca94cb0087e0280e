package io.github.lmu4j.testing;

import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.LayerFunction;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/** A layer whose first input comes under a mask, the same for all examples. */
public record MaskedLayer(Layer layer, List<Boolean> steps) implements Layer {

  /** A mask by time step. */
  public MaskedLayer(Layer layer, Boolean... steps) {
    this(layer, List.of(steps));
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    LayerFunction<T> function = layer.build(weights, inputs);
    boolean[] mask = new boolean[steps.size()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = steps.get(i);
    }
    return (tf, signals, pass) -> {
      Signal<T> first = signals.get(0);
      Operand<TBool> all =
          tf.broadcastTo(
              tf.constant(mask),
              tf.stack(List.of(first.batch(tf), tf.constant((long) mask.length))));
      Signal<T> masked = Signal.of(first.value(tf), Optional.of(all));
      List<Signal<T>> others = signals.subList(1, signals.size());
      return function.apply(tf, Stream.concat(Stream.of(masked), others.stream()).toList(), pass);
    };
  }
}
