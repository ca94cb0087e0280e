package io.github.lmu4j.io;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.WeightShape;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The configuration of a Keras model: what {@code model.to_json()} gives, and what model files of
 * Keras 2 and 3 hold.
 *
 * <p>Every argument in it is understood or refused; none is dropped. Models that are read compute
 * with Keras' own rounding of the LMU's discretization.
 */
public final class KerasConfig {

  private final Optional<KerasForm> written;
  private final Model model;
  private final DType type;
  private final List<WeightShape> weights;

  private KerasConfig(
      Optional<KerasForm> written, Model model, DType type, List<WeightShape> weights) {
    this.written = written;
    this.model = model;
    this.type = type;
    this.weights = weights;
  }

  /**
   * The configuration of a model that did not come from Keras.
   *
   * @param model the model, which may have what Keras has not; then the configuration cannot be
   *     written
   * @param type float32 or float64
   * @return the configuration
   * @throws IllegalArgumentException if the model's layers do not fit each other
   */
  public static KerasConfig of(Model model, DType type) {
    return new KerasConfig(written(model, type), model, type, model.weightShapes());
  }

  private static Optional<KerasForm> written(Model model, DType type) {
    try {
      KerasConfig read = of(write(model, type));
      return read.written;
    } catch (IllegalArgumentException | ModelFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads a file of JSON.
   *
   * @param file the file
   * @return the configuration
   * @throws ModelFormatException if it is not that of a model that this library has
   * @throws IOException if the file cannot be read
   */
  public static KerasConfig read(Path file) throws IOException {
    return read(file, Precision.KERAS);
  }

  /**
   * Reads a file of JSON.
   *
   * @param file the file
   * @param precision how exactly memories are discretized: {@link Precision#KERAS} for Keras' own
   *     outputs
   * @return the configuration
   * @throws ModelFormatException if it is not that of a model that this library has
   * @throws IOException if the file cannot be read
   */
  public static KerasConfig read(Path file, Precision precision) throws IOException {
    Json json = JsonReader.read(file);
    return read(json, KerasVersion.of(json), precision);
  }

  /**
   * Reads JSON.
   *
   * @param json the text
   * @return the configuration
   * @throws ModelFormatException if it is not that of a model that this library has
   */
  public static KerasConfig of(String json) throws ModelFormatException {
    Json read = JsonReader.read("config", json);
    return read(read, KerasVersion.of(read), Precision.KERAS);
  }

  static KerasConfig read(Json json, KerasVersion version, Precision precision)
      throws ModelFormatException {
    LayerReader layers = new LayerReader(version, precision);
    Model model = layers.read(Model.class, KerasLayers.ALL, json);
    List<WeightShape> weights;
    try {
      weights = model.weightShapes();
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          json.place(), "layers that fit each other", String.valueOf(e.getMessage()), e);
    }
    List<String> paths = weights.stream().map(WeightShape::path).toList();
    KerasStructure structure = new KerasStructure(json, version, paths);
    Model frozen = model.freezing(structure.frozen());
    if (layers.isOwn()) {
      // What Keras would refuse is left out.
      return of(frozen, layers.type());
    }
    return new KerasConfig(
        Optional.of(new KerasForm(json, version, structure.root())),
        frozen,
        layers.type(),
        weights);
  }

  /**
   * Writes a model's configuration in the form of Keras 3.
   *
   * @param model the model
   * @param type the dtype of its layers
   * @return JSON
   * @throws IllegalArgumentException if the model has something that Keras has not
   */
  public static String write(Model model, DType type) {
    return write(model, type, false);
  }

  private static String write(Model model, DType type, boolean own) {
    ConfigWriter out = new ConfigWriter(type, own, model.frozen()::contains, "");
    return new GsonBuilder()
        .serializeNulls()
        .create()
        .toJson(out.object(KerasLayers.ALL, model, model.name(), ""));
  }

  /**
   * The model.
   *
   * @return the model
   */
  public Model model() {
    return model;
  }

  /**
   * The dtype of the model's layers.
   *
   * @return float32 or float64
   */
  public DType type() {
    return type;
  }

  /**
   * The paths of the model's weights in the order of Keras' {@code model.weights}; in this
   * library's order where Keras has no such model.
   *
   * @return this library's paths
   */
  public List<String> weightOrder() {
    return written
        .map(keras -> List.copyOf(keras.structure().allWeights()))
        .orElseGet(() -> weights.stream().map(WeightShape::path).toList());
  }

  /** Whether Keras has such a model. */
  boolean isKeras() {
    return written.isPresent();
  }

  /** The Keras whose form the configuration has. */
  KerasVersion version() {
    return written.map(KerasForm::version).orElse(KerasVersion.KERAS3);
  }

  /** The same model in a form that a version of Keras reads: this one, if it has that form. */
  KerasConfig in(KerasVersion wanted) throws ModelFormatException {
    if (wanted == KerasVersion.KERAS2 && version() != wanted) {
      throw new IllegalArgumentException(
          "a configuration for Keras 2 must be one of Keras 2 (got one of Keras 3)");
    }
    boolean already = version() == wanted && json().find("module").isPresent();
    return already || wanted == KerasVersion.KERAS2 ? this : of(model, type);
  }

  /** The configuration with what only this library's own files say; as it is if of Keras 2. */
  JsonObject own() {
    return version() == KerasVersion.KERAS2
        ? json().element().getAsJsonObject()
        : JsonParser.parseString(write(model, type, true)).getAsJsonObject();
  }

  /** What the configuration was read from, or is in Keras. */
  Json json() {
    return inKeras().json();
  }

  /** Where Keras keeps the weights. */
  KerasNode structure() {
    return inKeras().structure();
  }

  private KerasForm inKeras() {
    if (written.isEmpty()) {
      // Says what it is that Keras has not.
      write(model, type);
      throw new IllegalArgumentException("Keras has no such model (got %s)".formatted(model));
    }
    return written.get();
  }

  /** The arguments of every layer by its name, as the file has them; none if Keras has none. */
  Map<String, Object> layerArguments() {
    return written.map(KerasForm::layerArguments).orElse(Map.of());
  }

  /** The configuration of one of the model's layers. */
  Json layer(String name) throws ModelFormatException {
    return inKeras().layer(name);
  }

  /** The shape of a weight. */
  Shape shape(String path) {
    return weights.stream()
        .filter(weight -> weight.path().equals(path))
        .findFirst()
        .orElseThrow()
        .shape();
  }

  /** Whether a weight is trained. */
  boolean isTrained(String path) {
    int owner = path.lastIndexOf('/');
    return isTrainable(path) && !model.frozen().contains(path.substring(0, Math.max(0, owner)));
  }

  /** The paths of the weights that are trained, in Keras' order. */
  List<String> trainedWeights() {
    return weightOrder().stream().filter(this::isTrained).toList();
  }

  /** Whether a weight is trained, as long as its layer is. */
  boolean isTrainable(String path) {
    return weights.stream().anyMatch(weight -> weight.path().equals(path) && weight.trainable());
  }

  /**
   * Checks that a file has all weights of the model.
   *
   * @param place what errors call the file
   * @param found array by path
   * @return the weights in the model's order and dtype
   * @throws ModelFormatException if one is missing, or has another shape
   */
  Weights complete(String place, Map<String, Array> found) throws ModelFormatException {
    Map<String, Array> complete = new LinkedHashMap<>();
    for (WeightShape weight : weights) {
      Array array = found.get(weight.path());
      if (array == null || !array.shape().equals(weight.shape())) {
        throw new ModelFormatException(
            place,
            "weight %s of shape %s".formatted(weight.path(), weight.shape()),
            array == null ? "none" : "shape " + array.shape());
      }
      complete.put(weight.path(), array.cast(type));
    }
    return new Weights(complete);
  }

  @Override
  public String toString() {
    return type.kerasName() + " " + model;
  }
}
