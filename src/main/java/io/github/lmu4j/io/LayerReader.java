package io.github.lmu4j.io;

import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.DType;
import java.util.Optional;

/**
 * Reads the layers of one document, and finds the dtype that they have in common.
 *
 * <p>Arguments that every layer has are read here, the rest by the layer's reader in {@link
 * KerasLayers}.
 */
final class LayerReader {

  /** What real models stay far below; each level of some layers doubles the work. */
  private static final int MAX_DEPTH = 16;

  private static final int MAX_LAYERS = 5_000;

  private final KerasVersion version;
  private final Precision precision;
  private Optional<DType> type = Optional.empty();
  private int layers;
  private int depth;
  private boolean own;

  /**
   * A reader that has read nothing.
   *
   * @param version the Keras that wrote the document
   * @param precision how exactly memories are discretized
   */
  LayerReader(KerasVersion version, Precision precision) {
    this.version = version;
    this.precision = precision;
  }

  /** How exactly memories are discretized. */
  Precision precision() {
    return precision;
  }

  /** Notes an argument that only this library's own files have. */
  void sawOwn() {
    own = true;
  }

  /** Whether there was an argument that Keras would refuse. */
  boolean isOwn() {
    return own;
  }

  /** The Keras that wrote the document. */
  KerasVersion version() {
    return version;
  }

  /**
   * A layer and its name.
   *
   * @param name name
   * @param layer the layer
   */
  record Named(String name, Layer layer) {}

  /** The dtype of all layers that were read; float32 where none says. */
  DType type() {
    return type.orElse(DType.FLOAT32);
  }

  /**
   * Reads a layer, which may be a model.
   *
   * @throws ModelFormatException if the layer or one of its arguments is not supported
   */
  Named read(Json json) throws ModelFormatException {
    Layer layer = read(KerasLayers.ALL, json);
    return new Named(json.at("config").at("name").text(), layer);
  }

  /**
   * Reads an object of one of this library's classes that has what every layer has.
   *
   * @throws ModelFormatException if it is of another class, or an argument is not supported
   */
  <V, X extends V> X read(Class<X> type, KerasClasses<V> classes, Json json)
      throws ModelFormatException {
    V read = read(classes, json);
    if (!type.isInstance(read)) {
      throw new ModelFormatException(
          json.place(), "what becomes a " + type.getSimpleName(), read.getClass().getSimpleName());
    }
    return type.cast(read);
  }

  /**
   * Reads an object that has what every layer has.
   *
   * @throws ModelFormatException if its class or an argument is not supported
   */
  <V> V read(KerasClasses<V> classes, Json json) throws ModelFormatException {
    if (++layers > MAX_LAYERS || depth == MAX_DEPTH) {
      throw new ModelFormatException(
          json.place(),
          "at most %d layers, %d within each other".formatted(MAX_LAYERS, MAX_DEPTH),
          "more");
    }
    KerasObject object = KerasObject.of(json);
    Arguments arguments = new Arguments(object, this);
    takeCommon(arguments);
    depth++;
    V read = classes.read(object, arguments);
    depth--;
    arguments.requireAllTaken();
    return read;
  }

  /** Takes what every layer and every model has. */
  private void takeCommon(Arguments arguments) throws ModelFormatException {
    String name = arguments.required("name").text();
    if (name.isEmpty() || name.contains("/")) {
      throw arguments.required("name").unlike("a name without slashes");
    }
    Optional<Json> dtype = arguments.optional("dtype");
    if (dtype.isPresent()) {
      takeType(dtype.get());
    }
    // Which weights are trained follows from where they are, see KerasStructure.
    arguments.truth("trainable", true);
    arguments.requireNull("activity_regularizer");
    arguments.requireNull("quantization_config");
    arguments.requireFalse("dynamic");
    // The first layer of a chain may repeat the input's shape, which the model reads.
    arguments.ignore("batch_input_shape", "autocast");
  }

  private void takeType(Json dtype) throws ModelFormatException {
    Json name = dtype;
    if (dtype.isObject()) {
      KerasObject policy = KerasObject.of(dtype);
      if (!policy.className().endsWith("Policy")) {
        throw dtype.unlike("a dtype policy");
      }
      name = policy.config().at("name");
    }
    if (!name.text().equals("float32") && !name.text().equals("float64")) {
      throw name.unlike("dtype float32 or float64");
    }
    DType found = DType.of(name.text());
    if (type.isPresent() && type.get() != found) {
      throw name.unlike("dtype " + type.get().kerasName() + ", that of the layers before");
    }
    type = Optional.of(found);
  }
}
