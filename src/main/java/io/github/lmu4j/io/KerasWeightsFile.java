package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    for (Member member : members(node)) {
      if (member.list().isPresent()) {
        collect(group.at(member.list().get()).at(member.name()), member.node());
      } else {
        // An object that another attribute holds too was saved under that one.
        Optional<Hdf5Group> inner = group.find(member.name());
        if (inner.isPresent()) {
          collect(inner.get(), member.node());
        }
      }
    }
  }

  /** Makes a file of weights for a version of Keras. */
  static Hdf5Tree tree(LoadedModel model, KerasVersion version, boolean half) {
    Hdf5Tree root = new Hdf5Tree();
    put(root, model.config(), model.weights(), version == KerasVersion.KERAS2, half);
    return root;
  }

  /**
   * Puts the weights of a model.
   *
   * @param root the root of the file
   * @param config the model
   * @param weights its weights
   * @param keras2 whether Keras 2 will read them
   * @param half whether they are stored as float16
   */
  static void put(
      Hdf5Tree root, KerasConfig config, Weights weights, boolean keras2, boolean half) {
    new KerasWeightsFile(keras2).put(root, config.structure(), weights, half);
  }

  private void put(Hdf5Tree group, KerasNode node, Weights weights, boolean half) {
    // Keras 2 refuses a file whose root has no such group, though it is empty.
    Hdf5Tree vars = group.group("vars");
    List<String> own = node.weights();
    for (int i = 0; i < own.size(); i++) {
      Array array = weights.get(own.get(i));
      if (found.putIfAbsent(own.get(i), array) == null) {
        vars.put(Integer.toString(i), array, half);
      }
    }
    for (Member member : members(node)) {
      if (!found.keySet().containsAll(member.node().allWeights())) {
        put(group.group(member.path()), member.node(), weights, half);
      }
    }
  }

  /**
   * An object that another holds.
   *
   * @param list name of the list in which it is, if it is in one
   * @param name its name in the list, or that of the attribute
   * @param node the object
   */
  private record Member(Optional<String> list, String name, KerasNode node) {

    String path() {
      return list.map(each -> each + "/" + name).orElse(name);
    }
  }

  /** The objects that have weights, where Keras puts them. */
  private List<Member> members(KerasNode node) {
    List<Member> members = new ArrayList<>();
    for (KerasNode.Child child : node.children()) {
      if (child.isList()) {
        addMembers(members, child);
      } else {
        members.add(new Member(Optional.empty(), child.attribute(), child.nodes().get(0)));
      }
    }
    return members;
  }

  private void addMembers(List<Member> members, KerasNode.Child child) {
    boolean layersOfKeras2 = keras2 && child.attribute().equals(KERAS3_LAYERS);
    Optional<String> list = Optional.of(layersOfKeras2 ? KERAS2_LAYERS : child.attribute());
    Map<String, Integer> used = new HashMap<>();
    for (KerasNode node : child.nodes()) {
      String base = snakeCase(node.className());
      boolean empty = node.allWeights().isEmpty();
      int step = layersOfKeras2 && !empty ? 2 : 1;
      int number = used.merge(base, step, Integer::sum) - step;
      if (!empty) {
        members.add(new Member(list, number == 0 ? base : base + "_" + number, node));
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
