package io.github.lmu4j.io;

import io.github.lmu4j.io.KerasNode.Child;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds where Keras keeps a model's weights, from its configuration: which attribute of which
 * object holds what, and what is not trained.
 *
 * <p>In Keras 2 an object that is not trained keeps all objects in it from being trained. In Keras
 * 3 a configuration's {@code trainable} counts for the object's own weights alone; the layers that
 * an LMU makes for itself have none in the configuration.
 */
final class KerasStructure {

  private final Collection<String> all;
  private final KerasVersion version;
  private final Set<String> frozen = new TreeSet<>();
  private final Map<Integer, Json> shared = new HashMap<>();
  private final KerasNode root;

  /**
   * The structure of a model.
   *
   * @param json its configuration
   * @param version the Keras that wrote it
   * @param all this library's paths of all its weights, in order
   */
  KerasStructure(Json json, KerasVersion version, Collection<String> all)
      throws ModelFormatException {
    this.all = all;
    this.version = version;
    // A whole model that is not trained has nothing to train, in both versions.
    Place top = new Place("", true, !isTrained(json));
    root = node(json, top);
  }

  KerasNode root() {
    return root;
  }

  /** This library's paths of objects whose own weights are not trained. */
  Set<String> frozen() {
    return frozen;
  }

  /**
   * Where an object's weights are.
   *
   * @param path what their paths begin with: nothing, or a path with a slash
   * @param trained whether the object itself is trained
   * @param withinFrozen whether an object around it is not trained, and that counts
   */
  private record Place(String path, boolean trained, boolean withinFrozen) {

    Place below(String step) {
      return new Place(path + step + "/", true, withinFrozen);
    }
  }

  private static boolean isTrained(Json json) throws ModelFormatException {
    return !is(json.at("config"), "trainable", false);
  }

  private static boolean is(Json config, String key, boolean value) throws ModelFormatException {
    Optional<Json> found = config.find(key).filter(Json::isTruth);
    return found.isPresent() && found.get().truth() == value;
  }

  private static String name(Json json) throws ModelFormatException {
    Optional<Json> name = json.at("config").find("name");
    return name.isPresent() ? name.get().text() : "";
  }

  private KerasNode node(Json json, Place outer) throws ModelFormatException {
    KerasObject object = KerasObject.of(json);
    Optional<Json> id = json.find("shared_object_id");
    // Both directions of Bidirectional may be read from one element.
    if (id.isPresent() && shared.computeIfAbsent(id.get().integer(), key -> json) != json) {
      throw id.get().unlike("an object that stands in one place; sharing it is not supported");
    }
    Json config = object.config();
    boolean trained = isTrained(json);
    boolean inherited = outer.withinFrozen || (!trained && version == KerasVersion.KERAS2);
    Place at = new Place(outer.path, trained, inherited);
    return switch (object.className()) {
      case "Sequential", "Functional", "Model" ->
          holder(object, new Child("layers", layers(config.at("layers"), at), true));
      case "TimeDistributed" ->
          holder(object, Child.of("layer", node(config.at("layer"), at.below("layer"))));
      case "SimpleRNN", "GRU", "LSTM" ->
          holder(object, Child.of("cell", owner(object.className() + "Cell", "", at, List.of())));
      case "RNN" -> holder(object, Child.of("cell", node(config.at("cell"), at)));
      case "StackedRNNCells" ->
          holder(object, new Child("cells", cells(config.at("cells"), at), true));
      case "Bidirectional" -> bidirectional(object, at);
      case "LMU" -> lmu(object, at);
      case "LMUCell", "LMUFeedforward", "LMUFFT" ->
          owner(object.className(), name(json), at, hiddenCell(config, at));
      default -> owner(object.className(), name(json), at, List.of());
    };
  }

  /** An object without weights of its own. */
  private static KerasNode holder(KerasObject object, Child... children)
      throws ModelFormatException {
    return new KerasNode(object.className(), name(object.json()), List.of(), List.of(children));
  }

  /** An object that owns all weights right below its place. */
  private KerasNode owner(String className, String name, Place at, List<Child> children) {
    List<String> own =
        all.stream()
            .filter(each -> each.startsWith(at.path) && each.indexOf('/', at.path.length()) < 0)
            .toList();
    if (!own.isEmpty() && (!at.trained || at.withinFrozen)) {
      frozen.add(at.path.substring(0, at.path.length() - 1));
    }
    return new KerasNode(className, name, own, children);
  }

  private List<KerasNode> layers(Json layers, Place at) throws ModelFormatException {
    List<KerasNode> nodes = new ArrayList<>();
    for (Json layer : layers.list()) {
      nodes.add(node(layer, at.below(name(layer))));
    }
    return nodes;
  }

  private List<KerasNode> cells(Json cells, Place at) throws ModelFormatException {
    List<KerasNode> nodes = new ArrayList<>();
    for (Json cell : cells.list()) {
      nodes.add(node(cell, at.below("cells_" + nodes.size())));
    }
    return nodes;
  }

  private KerasNode bidirectional(KerasObject object, Place at) throws ModelFormatException {
    Json forward = object.config().at("layer");
    Json backward =
        object.config().find("backward_layer").filter(each -> !each.isNull()).orElse(forward);
    return holder(
        object,
        Child.of("forward_layer", node(forward, at.below("forward"))),
        Child.of("backward_layer", node(backward, at.below("backward"))));
  }

  private List<Child> hiddenCell(Json config, Place at) throws ModelFormatException {
    Optional<Json> hidden = config.find("hidden_cell").filter(each -> !each.isNull());
    return hidden.isPresent()
        ? List.of(Child.of("hidden_cell", node(hidden.get(), at.below("hidden_cell"))))
        : List.of();
  }

  /** KerasLMU's layer holds its hidden cell, and another layer that does the work. */
  private KerasNode lmu(KerasObject object, Place at) throws ModelFormatException {
    Json config = object.config();
    List<Child> hidden = hiddenCell(config, at);
    Place inside = new Place(at.path, true, at.withinFrozen);
    boolean sequential =
        is(config, "trainable_theta", true)
            || is(config, "hidden_to_memory", true)
            || is(config, "memory_to_memory", true);
    KerasNode worker =
        sequential
            ? new KerasNode(
                "RNN",
                "",
                List.of(),
                List.of(Child.of("cell", owner("LMUCell", "", inside, hidden))))
            : owner("LMUFeedforward", "", inside, hidden);
    List<Child> children = new ArrayList<>(hidden);
    children.add(Child.of("layer", worker));
    return new KerasNode("LMU", name(object.json()), List.of(), children);
  }
}
