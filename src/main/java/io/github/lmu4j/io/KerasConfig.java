package io.github.lmu4j.io;

import com.google.gson.GsonBuilder;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration of a Keras model: what {@code model.to_json()} gives, and what model files of
 * Keras 2 and 3 hold.
 *
 * <p>Every argument in it is understood or refused; none is dropped. Models that are read compute
 * with Keras' own rounding of the LMU's discretization.
 *
 * @param model the model
 * @param type the dtype of its layers
 */
public record KerasConfig(Model model, DType type) {

  /**
   * Reads a file of JSON.
   *
   * @param file the file
   * @return the model
   * @throws ModelFormatException if it is no configuration of a model that this library has
   * @throws IOException if the file cannot be read
   */
  public static KerasConfig read(Path file) throws IOException {
    return read(JsonReader.read(file.toString(), Files.readAllBytes(file)));
  }

  /**
   * Reads JSON.
   *
   * @param json the text
   * @return the model
   * @throws ModelFormatException if it is no configuration of a model that this library has
   */
  public static KerasConfig of(String json) throws ModelFormatException {
    return read(JsonReader.read("config", json));
  }

  static KerasConfig read(Json json) throws ModelFormatException {
    return read(json, KerasVersion.of(json));
  }

  static KerasConfig read(Json json, KerasVersion version) throws ModelFormatException {
    LayerReader layers = new LayerReader(version);
    Model model = layers.read(Model.class, KerasLayers.ALL, json);
    return new KerasConfig(model, layers.type());
  }

  /**
   * Writes the configuration in the form of Keras 3.
   *
   * @return JSON
   * @throws IllegalArgumentException if the model has something that Keras has not
   */
  public String toJson() {
    ConfigWriter out = new ConfigWriter(type);
    return new GsonBuilder()
        .serializeNulls()
        .create()
        .toJson(out.object(KerasLayers.ALL, model, model.name()));
  }
}
