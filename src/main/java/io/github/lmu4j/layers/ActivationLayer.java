package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Applies an activation: {@code keras.layers.Activation}.
 *
 * @param activation the function
 */
public record ActivationLayer(Activation activation) implements Layer {

  @Override
  public String kerasName() {
    return "Activation";
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    return activation == Activation.LINEAR
        ? LayerFunction.everyStep((tf, signals, pass) -> signals)
        : LayerFunction.of((tf, x, pass) -> activation.apply(tf, x.value(tf)));
  }
}
