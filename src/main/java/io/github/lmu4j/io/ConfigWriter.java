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
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.WeightSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.tensorflow.ndarray.Shape;

/** The arguments of one Keras object, in the form of Keras 3. */
final class ConfigWriter {

  private final DType type;
  private final boolean own;
  private final Predicate<String> frozen;
  private final String path;
  private final JsonObject config = new JsonObject();

  /**
   * No arguments yet.
   *
   * @param type dtype of all layers
   * @param own whether this library reads it, which Keras then need not
   * @param frozen tells the paths of objects that are not trained
   * @param path path of the weights of the object that is written
   */
  ConfigWriter(DType type, boolean own, Predicate<String> frozen, String path) {
    this.type = type;
    this.own = own;
    this.frozen = frozen;
    this.path = path;
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

  ConfigWriter put(String key, Enum<?> value) {
    return put(key, lower(value));
  }

  /** Puts an argument that Keras has not, where Keras does not read it. */
  ConfigWriter putOwn(String key, Enum<?> value) {
    return own ? put(key, value) : this;
  }

  /** How Keras writes a constant. */
  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
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

  /** Puts a number where there is one, else a list. */
  ConfigWriter putOneOrMore(String key, List<Integer> values) {
    return values.size() == 1 ? put(key, values.get(0)) : put(key, values);
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

  /**
   * Puts an initializer. One that Keras has not is written as Keras' usual one: what it made is in
   * the weights.
   */
  ConfigWriter put(String key, Initializer value) {
    if (!KerasInitializers.ALL.hasForm(value) && !(value instanceof Seeded)) {
      return put(key, VarianceScaling.glorotUniform());
    }
    return value instanceof Seeded seeded
        ? put(key, part(KerasInitializers.ALL, seeded.initializer(), "initializers", seeded.seed()))
        : put(key, part(KerasInitializers.ALL, value, "initializers"));
  }

  ConfigWriter putRegularizer(String key, Optional<Regularizer> value) {
    return put(
        key,
        value
            .map(v -> (JsonElement) part(KerasRestraints.REGULARIZERS, v, "regularizers"))
            .orElse(JsonNull.INSTANCE));
  }

  ConfigWriter putConstraint(String key, Optional<Constraint> value) {
    return put(
        key,
        value
            .map(v -> (JsonElement) part(KerasRestraints.CONSTRAINTS, v, "constraints"))
            .orElse(JsonNull.INSTANCE));
  }

  /** Puts initializer, regularizer and constraint of a weight, which share its name. */
  ConfigWriter put(String name, WeightSpec spec) {
    return put(name + "_initializer", spec.initializer())
        .putRegularizer(name + "_regularizer", spec.regularizer())
        .putConstraint(name + "_constraint", spec.constraint());
  }

  /** The same, with nothing at a path or below it trained. */
  private ConfigWriter freezing(String at) {
    return new ConfigWriter(
        type, own, frozen.or(each -> each.equals(at) || each.startsWith(at + "/")), path);
  }

  /** Whether the object that is written is not trained. */
  boolean isFrozen() {
    return frozen.test(path);
  }

  /** The path of an object in this one. */
  String below(String step) {
    return path.isEmpty() ? step : path + "/" + step;
  }

  /** Puts the cell of a layer, whose weights are right below the layer's path. */
  ConfigWriter putCell(String key, Cell cell) {
    return put(key, object(KerasCells.ALL, cell, key, path));
  }

  ConfigWriter putHiddenCell(Optional<Cell> cell) {
    return put(
        "hidden_cell",
        cell.map(c -> (JsonElement) object(KerasCells.ALL, c, "hidden_cell", below("hidden_cell")))
            .orElse(JsonNull.INSTANCE));
  }

  ConfigWriter putCells(String key, List<Cell> cells) {
    JsonArray array = new JsonArray();
    for (int i = 0; i < cells.size(); i++) {
      array.add(object(KerasCells.ALL, cells.get(i), "cell_" + i, below("cells_" + i)));
    }
    return put(key, array);
  }

  /** Puts a layer whose weights' path goes on by a step. */
  ConfigWriter putLayer(String key, String step, Layer layer) {
    return put(key, object(KerasLayers.ALL, layer, key, below(step)));
  }

  /** A layer or cell with what every layer has. */
  <V> JsonObject object(KerasClasses<V> classes, V value, String name, String at) {
    KerasClasses.Form<V> form = classes.form(value);
    if (form.inside().isPresent()) {
      ConfigWriter out = form.freezes() ? freezing(at) : this;
      return out.object(KerasLayers.ALL, form.inside().get().apply(value), name, at);
    }
    ConfigWriter inner = new ConfigWriter(type, own, frozen, at);
    inner.put("name", name).put("trainable", !frozen.test(at)).put("dtype", type.kerasName());
    form.writer().write(value, inner);
    String className = form.className();
    if (className.equals("SpatialDropout1D")) {
      // Keras 3 takes no such argument for it.
      inner.config.remove("trainable");
    }
    if (className.startsWith("LMU")) {
      JsonObject object = object("keras_lmu.layers", className, inner.config);
      object.addProperty("registered_name", "keras-lmu>" + className);
      return object;
    }
    if (className.equals("Functional")) {
      JsonObject object = object("keras.src.models.functional", className, inner.config);
      object.addProperty("registered_name", className);
      return object;
    }
    return object("keras.layers", className, inner.config);
  }

  private <V> JsonObject part(KerasClasses<V> classes, V value, String module) {
    KerasClasses.Form<V> form = classes.form(value);
    ConfigWriter inner = new ConfigWriter(type, own, frozen, path);
    form.writer().write(value, inner);
    return object("keras." + module, form.className(), inner.config);
  }

  private <V> JsonObject part(KerasClasses<V> classes, V value, String module, long seed) {
    JsonObject object = part(classes, value, module);
    object.getAsJsonObject("config").addProperty("seed", seed);
    return object;
  }
}
