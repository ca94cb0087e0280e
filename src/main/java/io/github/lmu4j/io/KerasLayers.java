package io.github.lmu4j.io;

import io.github.lmu4j.layers.Frozen;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.model.Model;

/** All layers that this library has in common with Keras; a model is one of them. */
final class KerasLayers {

  static final KerasClasses<Layer> ALL = all();

  private KerasLayers() {}

  private static KerasClasses<Layer> all() {
    KerasClasses.Builder<Layer> layers =
        new KerasClasses.Builder<Layer>("a layer")
            .add(Model.class, "Functional", ModelReader::functional, ModelWriter::write)
            .add("Model", ModelReader::functional)
            .add("Sequential", ModelReader::sequential)
            .addFreezing(Frozen.class, Frozen::layer);
    KerasCoreLayers.addTo(layers);
    KerasActivationLayers.addTo(layers);
    KerasRandomLayers.addTo(layers);
    KerasNormalizations.addTo(layers);
    KerasSequenceLayers.addTo(layers);
    KerasMerges.addTo(layers);
    KerasRecurrent.addTo(layers);
    KerasLmu.addTo(layers);
    return layers.build();
  }
}
