package io.github.lmu4j.testing;

import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.LayerFunction;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/** All outputs of a layer as one vector, so that a test of one output is a test of all. */
public record AllOutputs(Layer layer) implements Layer {

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    LayerFunction<T> function = layer.build(weights, inputs);
    return (tf, signals, pass) -> {
      List<Operand<T>> parts = new ArrayList<>();
      for (Signal<T> output : function.apply(tf, signals, pass)) {
        parts.add(tf.reshape(output.value(tf), tf.constant(new int[] {-1})));
      }
      return List.of(Signal.of(tf.concat(parts, tf.constant(0))));
    };
  }
}
