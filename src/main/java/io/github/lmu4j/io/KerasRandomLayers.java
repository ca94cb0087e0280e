package io.github.lmu4j.io;

import io.github.lmu4j.layers.Dropout;
import io.github.lmu4j.layers.GaussianDropout;
import io.github.lmu4j.layers.GaussianNoise;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.SpatialDropout1D;
import java.util.Optional;

/** Layers that are random in training. */
final class KerasRandomLayers {

  private KerasRandomLayers() {}

  static void addTo(KerasClasses.Builder<Layer> layers) {
    layers
        .add(Dropout.class, "Dropout", KerasRandomLayers::dropout, KerasRandomLayers::writeDropout)
        .add(
            SpatialDropout1D.class,
            "SpatialDropout1D",
            a -> new SpatialDropout1D(rate(a)),
            (layer, out) -> out.put("rate", layer.rate()).putNull("seed"))
        .add(
            GaussianDropout.class,
            "GaussianDropout",
            a -> new GaussianDropout(rate(a)),
            (layer, out) -> out.put("rate", layer.rate()).putNull("seed"))
        .add(
            GaussianNoise.class,
            "GaussianNoise",
            KerasRandomLayers::gaussianNoise,
            (layer, out) -> out.put("stddev", layer.stddev()).putNull("seed"));
  }

  /** The seed decides what is drawn, in Keras' own way of drawing. */
  private static double rate(Arguments a) throws ModelFormatException {
    a.ignore("seed");
    a.requireNull("noise_shape");
    return a.number("rate");
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

  private static GaussianNoise gaussianNoise(Arguments a) throws ModelFormatException {
    a.ignore("seed");
    return new GaussianNoise(a.number("stddev"));
  }
}
