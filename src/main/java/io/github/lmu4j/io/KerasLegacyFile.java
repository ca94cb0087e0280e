package io.github.lmu4j.io;

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
  private static final String MODEL = "model_config";

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
    return new LoadedModel(
        config, weights, "Keras model (.h5)", root.text("keras_version"), optimizer(root, config));
  }

  private static Optional<SavedOptimizer> optimizer(Hdf5Group root, KerasConfig config)
      throws ModelFormatException {
    Optional<String> text = root.text("training_config");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Json training = JsonReader.read(root.place() + "@training_config", text.get());
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
      if (!names(layer, "weight_names").isEmpty()) {
        saved.add(layer);
      }
    }
    List<KerasNode> layers =
        config.structure().children().get(0).nodes().stream()
            .filter(node -> !node.allWeights().isEmpty())
            .toList();
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

  private static List<String> names(Hdf5Group group, String attribute) throws ModelFormatException {
    return group
        .texts(attribute)
        .orElseThrow(
            () -> new ModelFormatException(group.place(), "an attribute " + attribute, "none"));
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
    List<String> names = OldLmuWeights.leftOut(group, names(group, "weight_names"), layer);
    if (names.size() != paths.size()) {
      throw new ModelFormatException(
          group.place(), "%d weights, for %s".formatted(paths.size(), paths), "" + names);
    }
    for (int i = 0; i < names.size(); i++) {
      found.put(paths.get(i), group.arrayAt(names.get(i)));
    }
  }
}
