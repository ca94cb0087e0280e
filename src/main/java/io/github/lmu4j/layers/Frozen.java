package io.github.lmu4j.layers;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A layer whose weights no optimizer changes: what Keras calls {@code trainable=False}.
 *
 * <p>Its regularizers and constraints do not count. Gradients flow through it. Otherwise it trains
 * as ever, dropping out for instance, but a {@link BatchNormalization} inside infers.
 *
 * @param layer the layer, which may be a whole model
 */
public record Frozen(Layer layer) implements Layer {

  @Override
  public String kerasName() {
    return layer.kerasName();
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    return layer.build(weights.frozen(), inputs);
  }
}
