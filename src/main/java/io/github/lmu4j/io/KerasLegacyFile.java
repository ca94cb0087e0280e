package io.github.lmu4j.io;

import com.google.gson.JsonObject;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keras' older {@code .h5}: a group for every layer, listed in the attribute {@code layer_names},
 * and in it arrays, listed in {@code weight_names} in the order of the layer's weights. A whole
 * model has these groups in {@code model_weights} and its configuration in the attribute {@code
 * model_config}.
 */
final class KerasLegacyFile {

  private static final String LAYERS = "layer_names";
  private static final String WEIGHTS = "weight_names";
  private static final String MODEL = "model_config";
  private static final String TRAINING = "training_config";

  private KerasLegacyFile() {}

  /** Tells whether a file holds a whole model. */
  static boolean isModel(Hdf5Group root) throws ModelFormatException {
    return root.text(MODEL).isPresent();
  }

  /** Tells whether a file holds the weights of a model. */
  static boolean isWeights(Hdf5Group root) throws ModelFormatException {
    return root.texts(LAYERS).isPresent();
  }

  static LoadedModel readModel(Hdf5Group root, Precision precision) throws ModelFormatException {
    KerasConfig config = readConfig(root, precision);
    Weights weights = readWeights(root, config);
    Optional<Json> training = training(root);
    return new LoadedModel(
        config,
        weights,
        "Keras model (.h5)",
        root.text("keras_version"),
        training.isPresent() ? optimizer(training.get(), root, config) : Optional.empty(),
        KerasTraining.loss(training),
        Map.of());
  }

  private static Optional<Json> training(Hdf5Group root) throws ModelFormatException {
    Optional<String> text = root.text(TRAINING);
    return text.isPresent()
        ? Optional.of(JsonReader.read(root.place() + "@" + TRAINING, text.get()))
        : Optional.empty();
  }

  private static Optional<SavedOptimizer> optimizer(
      Json training, Hdf5Group root, KerasConfig config) throws ModelFormatException {
    Optional<Json> optimizer = training.find("optimizer_config").filter(Json::isObject);
    return optimizer.isPresent()
        ? Optional.of(OptimizerReader.ofLegacy(config, optimizer.get(), root))
        : Optional.empty();
  }

  private static KerasConfig readConfig(Hdf5Group root, Precision precision)
      throws ModelFormatException {
    String text =
        root.text(MODEL)
            .orElseThrow(
                () -> new ModelFormatException(root.place(), "an attribute " + MODEL, "none"));
    Json json = JsonReader.read(root.place() + "@" + MODEL, text);
    KerasVersion version =
        root.text("keras_version").isPresent()
            ? KerasVersion.of(root.text("keras_version").get())
            : KerasVersion.of(json);
    return KerasConfig.read(json, version, precision);
  }

  static Weights readWeights(Hdf5Group root, KerasConfig config) throws ModelFormatException {
    Hdf5Group group = root.find("model_weights").orElse(root);
    List<Hdf5Group> saved = new ArrayList<>();
    for (String name : names(group, LAYERS)) {
      Hdf5Group layer = group.at(name);
      if (!names(layer, WEIGHTS).isEmpty()) {
        saved.add(layer);
      }
    }
    List<KerasNode> layers = layers(config);
    if (saved.size() != layers.size()) {
      throw new ModelFormatException(
          group.place(),
          "%d layers with weights, %s"
              .formatted(layers.size(), layers.stream().map(KerasNode::name).toList()),
          saved.size() + " layers");
    }
    Map<String, Array> found = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      collect(
          saved.get(i),
          trainableFirst(layers.get(i), config),
          config.layer(layers.get(i).name()),
          found);
    }
    return config.complete(group.place(), found);
  }

  /**
   * Makes a file of a whole model.
   *
   * @param model the model
   * @param version the Keras that will read it
   * @param half whether weights are stored as float16
   */
  static Hdf5Tree model(LoadedModel model, KerasVersion version, boolean half)
      throws ModelFormatException {
    KerasConfig config = model.config().in(version);
    Hdf5Tree root = head(new Hdf5Tree(), version);
    JsonObject json = config.json().element().getAsJsonObject();
    List.of(KerasTraining.COMPILED, "build_config").forEach(json::remove);
    root.text(MODEL, KerasTraining.text(json));
    putWeights(root.group("model_weights"), config, model.weights(), version, half);
    Optional<JsonObject> training = KerasTraining.ofLegacy(model, version);
    if (training.isPresent()) {
      root.text(TRAINING, KerasTraining.text(training.get()));
      putOptimizer(root.group("optimizer_weights"), model.optimizer().get(), config, version);
    }
    return root;
  }

  /** Makes a file of weights, for the Keras of the configuration. */
  static Hdf5Tree weights(LoadedModel model, boolean half) {
    Hdf5Tree root = new Hdf5Tree();
    putWeights(root, model.config(), model.weights(), model.config().version(), half);
    return root;
  }

  private static Hdf5Tree head(Hdf5Tree group, KerasVersion version) {
    return group.text("backend", "tensorflow").text("keras_version", version.number());
  }

  private static void putWeights(
      Hdf5Tree group, KerasConfig config, Weights weights, KerasVersion version, boolean half) {
    List<KerasNode> layers = layers(config);
    head(group, version).texts(LAYERS, layers.stream().map(KerasNode::name).toList());
    for (KerasNode node : layers) {
      Hdf5Tree layer = group.group(node.name());
      List<String> paths = trainableFirst(node, config);
      List<String> names = paths.stream().map(path -> path + suffix(version)).toList();
      layer.texts(WEIGHTS, names);
      for (int i = 0; i < names.size(); i++) {
        layer.put(names.get(i), weights.get(paths.get(i)), half);
      }
    }
    group.group("top_level_model_weights").texts(WEIGHTS, List.of());
  }

  private static String suffix(KerasVersion version) {
    return version == KerasVersion.KERAS2 ? ":0" : "";
  }

  private static void putOptimizer(
      Hdf5Tree group, SavedOptimizer optimizer, KerasConfig config, KerasVersion version) {
    List<String> names = new ArrayList<>();
    OptimizerVariables.inOrder(optimizer, config, version)
        .forEach(
            (path, value) -> {
              String name = optimizer.className() + "/" + OptimizerReader.legacyName(path, version);
              names.add(name);
              group.put(name, value);
            });
    group.texts(WEIGHTS, names);
  }

  private static List<String> names(Hdf5Group group, String attribute) throws ModelFormatException {
    return group
        .texts(attribute)
        .orElseThrow(
            () -> new ModelFormatException(group.place(), "an attribute " + attribute, "none"));
  }

  /** The layers that have weights. */
  private static List<KerasNode> layers(KerasConfig config) {
    return config.structure().children().get(0).nodes().stream()
        .filter(node -> !node.allWeights().isEmpty())
        .toList();
  }

  private static List<String> trainableFirst(KerasNode layer, KerasConfig config) {
    List<String> ordered = new ArrayList<>();
    layer.allWeights().stream().filter(config::isTrainable).forEach(ordered::add);
    layer.allWeights().stream().filter(path -> !config.isTrainable(path)).forEach(ordered::add);
    return ordered;
  }

  private static void collect(
      Hdf5Group group, List<String> paths, Json layer, Map<String, Array> found)
      throws ModelFormatException {
    List<String> names = OldLmuWeights.leftOut(group, names(group, WEIGHTS), layer);
    if (names.size() != paths.size()) {
      throw new ModelFormatException(
          group.place(), "%d weights, for %s".formatted(paths.size(), paths), "" + names);
    }
    for (int i = 0; i < names.size(); i++) {
      found.put(paths.get(i), group.arrayAt(names.get(i)));
    }
  }
}
