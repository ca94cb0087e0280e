package io.github.lmu4j.io;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Keras itself makes of a model.
 *
 * @param json the configuration
 * @param version the Keras whose form it has
 * @param structure where Keras keeps the weights
 */
record KerasForm(Json json, KerasVersion version, KerasNode structure) {

  /** The arguments of every layer of the model by the layer's name, as the file has them. */
  Map<String, Object> layerArguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    try {
      for (Json layer : json.at("config").at("layers").list()) {
        Json config = layer.at("config");
        arguments.put(config.at("name").text(), config.plain());
      }
    } catch (ModelFormatException e) {
      throw new IllegalStateException("a configuration that was read has layers", e);
    }
    return arguments;
  }

  /** The configuration of one of the model's layers. */
  Json layer(String name) throws ModelFormatException {
    for (Json layer : json.at("config").at("layers").list()) {
      if (layer.at("config").at("name").text().equals(name)) {
        return layer;
      }
    }
    throw json.unlike("a layer " + name);
  }
}
