package io.github.lmu4j.io;

import io.github.lmu4j.layers.ActivationLayer;
import io.github.lmu4j.layers.Dropout;
import io.github.lmu4j.layers.Flatten;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.LayerNormalization;
import io.github.lmu4j.layers.Masking;
import io.github.lmu4j.layers.Reshape;
import io.github.lmu4j.layers.TimeDistributed;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.List;
import java.util.Optional;

/** Layers without time that stand between others, and the one that applies them to every step. */
final class KerasCoreLayers {

  private KerasCoreLayers() {}

  static List<KerasClass<Layer>> classes() {
    return List.of(
        KerasClass.of(
            ActivationLayer.class,
            "Activation",
            a -> new ActivationLayer(a.activation("activation")),
            (layer, out) -> out.put("activation", layer.activation())),
        KerasClass.of(
            Dropout.class, "Dropout", KerasCoreLayers::dropout, KerasCoreLayers::writeDropout),
        KerasClass.of(
            Flatten.class,
            "Flatten",
            a -> {
              a.requireChannelsLast();
              return new Flatten();
            },
            (layer, out) -> out.put("data_format", "channels_last")),
        KerasClass.of(
            Masking.class,
            "Masking",
            a -> new Masking(a.number("mask_value", 0)),
            (layer, out) -> out.put("mask_value", layer.maskValue())),
        KerasClass.of(
            Reshape.class,
            "Reshape",
            a -> new Reshape(a.shape("target_shape")),
            (layer, out) -> out.put("target_shape", layer.target())),
        KerasClass.of(
            LayerNormalization.class,
            "LayerNormalization",
            KerasCoreLayers::layerNormalization,
            KerasCoreLayers::writeLayerNormalization),
        KerasClass.of(
            TimeDistributed.class,
            "TimeDistributed",
            a -> new TimeDistributed(a.nested().read(KerasLayers.ALL, a.required("layer"))),
            (layer, out) -> out.putLayer("layer", layer.layer())));
  }

  private static Dropout dropout(Arguments a) throws ModelFormatException {
    a.ignore("seed");
    boolean whole = a.optional("noise_shape").isEmpty();
    return new Dropout(
        a.number("rate"), whole ? Optional.empty() : Optional.of(a.shape("noise_shape")));
  }

  private static void writeDropout(Dropout layer, ConfigWriter out) {
    out.put("rate", layer.rate()).putNull("seed");
    layer
        .noiseShape()
        .ifPresentOrElse(
            shape -> out.putOpenShape("noise_shape", shape), () -> out.putNull("noise_shape"));
  }

  private static LayerNormalization layerNormalization(Arguments a) throws ModelFormatException {
    WeightSpec gamma = a.weight("gamma", new Ones());
    WeightSpec beta = a.weight("beta", new Zeros());
    return new LayerNormalization(
        a.integers("axis", List.of(-1)),
        a.number("epsilon", 1e-3),
        a.truth("scale", true) ? Optional.of(gamma) : Optional.empty(),
        a.truth("center", true) ? Optional.of(beta) : Optional.empty(),
        a.truth("rms_scaling", false));
  }

  private static void writeLayerNormalization(LayerNormalization layer, ConfigWriter out) {
    out.put("axis", layer.axes())
        .put("epsilon", layer.epsilon())
        .put("scale", layer.gamma().isPresent())
        .put("center", layer.beta().isPresent())
        .put("rms_scaling", layer.rmsScaling());
    layer.gamma().ifPresent(spec -> out.put("gamma", spec));
    layer.beta().ifPresent(spec -> out.put("beta", spec));
  }
}
