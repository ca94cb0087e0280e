package io.github.lmu4j.io;

import io.github.lmu4j.layers.ActivationLayer;
import io.github.lmu4j.layers.Elu;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.LeakyRelu;
import io.github.lmu4j.layers.PRelu;
import io.github.lmu4j.layers.Relu;
import io.github.lmu4j.layers.Softmax;
import io.github.lmu4j.weights.Zeros;
import java.util.List;

/** Activations that are layers of their own. */
final class KerasActivationLayers {

  private KerasActivationLayers() {}

  static void addTo(KerasClasses.Builder<Layer> layers) {
    layers
        .add(
            ActivationLayer.class,
            "Activation",
            a -> new ActivationLayer(a.activation("activation")),
            (layer, out) -> out.put("activation", layer.activation()))
        .add(
            Softmax.class,
            "Softmax",
            a -> new Softmax(a.integers("axis", List.of(-1))),
            (layer, out) -> out.putOneOrMore("axis", layer.axes()))
        .add(
            Relu.class,
            "ReLU",
            a ->
                new Relu(
                    a.optionalNumber("max_value"),
                    a.number("negative_slope", 0),
                    a.number("threshold", 0)),
            KerasActivationLayers::writeRelu)
        .add(
            LeakyRelu.class,
            "LeakyReLU",
            // Keras 2 says alpha.
            a -> new LeakyRelu(a.number("negative_slope", a.number("alpha", 0.3))),
            (layer, out) -> out.put("negative_slope", layer.negativeSlope()))
        .add(
            Elu.class,
            "ELU",
            a -> new Elu(a.number("alpha", 1)),
            (layer, out) -> out.put("alpha", layer.alpha()))
        .add(
            PRelu.class,
            "PReLU",
            a -> new PRelu(a.weight("alpha", new Zeros()), a.integers("shared_axes", List.of())),
            KerasActivationLayers::writePRelu);
  }

  private static void writeRelu(Relu layer, ConfigWriter out) {
    layer
        .maxValue()
        .ifPresentOrElse(value -> out.put("max_value", value), () -> out.putNull("max_value"));
    out.put("negative_slope", layer.negativeSlope()).put("threshold", layer.threshold());
  }

  private static void writePRelu(PRelu layer, ConfigWriter out) {
    out.put("alpha", layer.alpha());
    if (layer.sharedAxes().isEmpty()) {
      out.putNull("shared_axes");
    } else {
      out.put("shared_axes", layer.sharedAxes());
    }
  }
}
