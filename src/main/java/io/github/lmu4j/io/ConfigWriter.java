package io.github.lmu4j.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.Constraint;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.Regularizer;
import io.github.lmu4j.weights.Seeded;
import io.github.lmu4j.weights.WeightSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/** The arguments of one Keras object, in the form of Keras 3. */
final class ConfigWriter {

  private final DType type;
  private final JsonObject config = new JsonObject();

  /** Arguments of a layer that computes in a dtype. */
  ConfigWriter(DType type) {
    this.type = type;
  }

  /** The frame of an object of Keras itself. */
  static JsonObject object(String module, String className, JsonObject config) {
    JsonObject object = new JsonObject();
    object.addProperty("module", module);
    object.addProperty("class_name", className);
    object.add("config", config);
    object.add("registered_name", JsonNull.INSTANCE);
    return object;
  }

  JsonObject config() {
    return config;
  }

  DType type() {
    return type;
  }

  ConfigWriter put(String key, JsonElement value) {
    config.add(key, value);
    return this;
  }

  ConfigWriter put(String key, int value) {
    config.addProperty(key, value);
    return this;
  }

  ConfigWriter put(String key, double value) {
    config.addProperty(key, value);
    return this;
  }

  ConfigWriter put(String key, boolean value) {
    config.addProperty(key, value);
    return this;
  }

  ConfigWriter put(String key, String value) {
    config.addProperty(key, value);
    return this;
  }

  ConfigWriter put(String key, List<? extends Number> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return put(key, array);
  }

  /** Puts a shape, in which -1 stands for a size that is not fixed. */
  ConfigWriter put(String key, Shape shape) {
    return put(key, Arrays.stream(shape.asArray()).boxed().toList());
  }

  /** Puts a shape, in which null stands for a size that is not fixed. */
  ConfigWriter putOpenShape(String key, Shape shape) {
    return put(key, openShape(shape));
  }

  static JsonArray openShape(Shape shape) {
    JsonArray sizes = new JsonArray();
    for (long size : shape.asArray()) {
      sizes.add(size == Shape.UNKNOWN_SIZE ? JsonNull.INSTANCE : new JsonPrimitive(size));
    }
    return sizes;
  }

  ConfigWriter putNull(String key) {
    return put(key, JsonNull.INSTANCE);
  }

  ConfigWriter put(String key, Activation value) {
    if (value == Activation.HARD_SIGMOID_KERAS2 || value == Activation.SPARSEMAX) {
      throw new IllegalArgumentException(
          "Keras 3 has no activation %s: by that name it has another (got it as %s)"
              .formatted(value, key));
    }
    return put(key, value.kerasName());
  }

  ConfigWriter put(String key, Initializer value) {
    return value instanceof Seeded seeded
        ? put(
            key, part(KerasParts.INITIALIZERS, seeded.initializer(), "initializers", seeded.seed()))
        : put(key, part(KerasParts.INITIALIZERS, value, "initializers"));
  }

  ConfigWriter putRegularizer(String key, Optional<Regularizer> value) {
    return put(
        key,
        value
            .map(v -> (JsonElement) part(KerasParts.REGULARIZERS, v, "regularizers"))
            .orElse(JsonNull.INSTANCE));
  }

  ConfigWriter putConstraint(String key, Optional<Constraint> value) {
    return put(
        key,
        value
            .map(v -> (JsonElement) part(KerasParts.CONSTRAINTS, v, "constraints"))
            .orElse(JsonNull.INSTANCE));
  }

  /** Puts initializer, regularizer and constraint of a weight, which share its name. */
  ConfigWriter put(String name, WeightSpec spec) {
    return put(name + "_initializer", spec.initializer())
        .putRegularizer(name + "_regularizer", spec.regularizer())
        .putConstraint(name + "_constraint", spec.constraint());
  }

  ConfigWriter putCell(String key, Cell cell) {
    return put(key, object(KerasCells.ALL, cell, "cell"));
  }

  ConfigWriter putCells(String key, List<Cell> cells) {
    JsonArray array = new JsonArray();
    for (int i = 0; i < cells.size(); i++) {
      array.add(object(KerasCells.ALL, cells.get(i), "cell_" + i));
    }
    return put(key, array);
  }

  ConfigWriter putLayer(String key, Layer layer) {
    return put(key, object(KerasLayers.ALL, layer, key));
  }

  /** A layer or cell with what every layer has. */
  <V> JsonObject object(KerasClasses<V> classes, V value, String name) {
    KerasClass<V> found = classes.of(value);
    if (found.standsFor().isPresent()) {
      return object(KerasLayers.ALL, found.standsFor().get().apply(value), name);
    }
    ConfigWriter inner = new ConfigWriter(type);
    inner.put("name", name).put("trainable", true).put("dtype", type.kerasName());
    found.writer().write(value, inner);
    boolean lmu = found.name().startsWith("LMU");
    JsonObject object =
        object(lmu ? "keras_lmu.layers" : "keras.layers", found.name(), inner.config);
    if (lmu) {
      object.addProperty("registered_name", "keras-lmu>" + found.name());
    }
    return object;
  }

  private <V> JsonObject part(KerasClasses<V> classes, V value, String module) {
    KerasClass<V> found = classes.of(value);
    ConfigWriter inner = new ConfigWriter(type);
    found.writer().write(value, inner);
    return object("keras." + module, found.name(), inner.config);
  }

  private <V> JsonObject part(KerasClasses<V> classes, V value, String module, long seed) {
    JsonObject object = part(classes, value, module);
    object.getAsJsonObject("config").addProperty("seed", seed);
    return object;
  }
}
