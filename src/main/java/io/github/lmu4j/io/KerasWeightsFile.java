package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keras' {@code .weights.h5}: a group for every object, named after the attribute that holds it,
 * and in it a group {@code vars} of arrays {@code 0, 1, ...}. Objects in a list are named after
 * their class and numbered. It is also an entry of {@code .keras} files.
 *
 * <p>Keras 3 and Keras 2.13 differ in the name of a model's list of layers, and in the numbers:
 * Keras 2 lists every layer that has weights twice.
 */
final class KerasWeightsFile {

  private static final String KERAS3_LAYERS = "layers";
  private static final String KERAS2_LAYERS = "_layer_checkpoint_dependencies";

  private final boolean keras2;
  private final Map<String, Array> found = new LinkedHashMap<>();

  private KerasWeightsFile(boolean keras2) {
    this.keras2 = keras2;
  }

  /**
   * Tells a file by its groups.
   *
   * @return whether it holds the weights of a model in this form
   */
  static boolean isOne(Hdf5Group root) throws ModelFormatException {
    return root.find(KERAS3_LAYERS).isPresent() || root.find(KERAS2_LAYERS).isPresent();
  }

  static Weights read(Path file, KerasConfig config) throws IOException {
    try (Hdf5File hdf5 = Hdf5File.open(file)) {
      return read(hdf5.root(), config);
    }
  }

  static Weights read(Hdf5Group root, KerasConfig config) throws ModelFormatException {
    KerasWeightsFile reading = new KerasWeightsFile(root.find(KERAS2_LAYERS).isPresent());
    reading.collect(root, config.structure());
    return config.complete(root.place(), reading.found);
  }

  private void collect(Hdf5Group group, KerasNode node) throws ModelFormatException {
    if (found.keySet().containsAll(node.allWeights())) {
      return;
    }
    List<String> own = node.weights();
    if (!own.isEmpty() && !found.containsKey(own.get(0))) {
      Hdf5Group vars = group.at("vars");
      if (vars.arrays().size() != own.size()) {
        throw new ModelFormatException(
            vars.place(), own.size() + " arrays, for " + own, "" + vars.arrays());
      }
      for (int i = 0; i < own.size(); i++) {
        found.put(own.get(i), vars.array(Integer.toString(i)));
      }
    }
    for (KerasNode.Child child : node.children()) {
      if (child.isList()) {
        collectList(group, child);
      } else {
        // An object that another attribute holds too was saved under that one.
        Optional<Hdf5Group> inner = group.find(child.attribute());
        if (inner.isPresent()) {
          collect(inner.get(), child.nodes().get(0));
        }
      }
    }
  }

  private void collectList(Hdf5Group group, KerasNode.Child child) throws ModelFormatException {
    boolean layersOfKeras2 = keras2 && child.attribute().equals(KERAS3_LAYERS);
    Hdf5Group list = group.at(layersOfKeras2 ? KERAS2_LAYERS : child.attribute());
    Map<String, Integer> used = new HashMap<>();
    for (KerasNode node : child.nodes()) {
      String base = snakeCase(node.className());
      boolean empty = node.allWeights().isEmpty();
      int number = used.merge(base, layersOfKeras2 && !empty ? 2 : 1, Integer::sum);
      int first = number - (layersOfKeras2 && !empty ? 2 : 1);
      if (!empty) {
        collect(list.at(first == 0 ? base : base + "_" + first), node);
      }
    }
  }

  /** Keras' rule: an underscore before each capital that begins a word. */
  static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
