package io.github.lmu4j.io;

import io.github.lmu4j.io.KerasNode.Child;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds where Keras keeps a model's weights, from its configuration: which attribute of which
 * object holds what.
 */
final class KerasStructure {

  private final Collection<String> all;

  private KerasStructure(Collection<String> all) {
    this.all = all;
  }

  /**
   * The structure of a model.
   *
   * @param json its configuration
   * @param all this library's paths of all its weights, in order
   */
  static KerasNode of(Json json, Collection<String> all) throws ModelFormatException {
    return new KerasStructure(all).node(json, "");
  }

  /** An object whose weights' paths begin with {@code path}. */
  private KerasNode node(Json json, String path) throws ModelFormatException {
    KerasObject object = KerasObject.of(json);
    Json config = object.config();
    String className = object.className();
    return switch (className) {
      case "Sequential", "Functional", "Model" ->
          holder(json, new Child("layers", layers(config.at("layers"), path), true));
      case "TimeDistributed" ->
          holder(json, Child.of("layer", node(config.at("layer"), path + "layer/")));
      case "SimpleRNN", "GRU", "LSTM" ->
          holder(json, Child.of("cell", owner(className + "Cell", "", path, List.of())));
      case "RNN" -> holder(json, Child.of("cell", node(config.at("cell"), path)));
      case "StackedRNNCells" ->
          holder(json, new Child("cells", cells(config.at("cells"), path), true));
      case "Bidirectional" -> bidirectional(json, path);
      case "LMU" -> lmu(json, path);
      case "LMUCell", "LMUFeedforward" ->
          owner(className, name(json), path, hiddenCell(config, path));
      default -> owner(className, name(json), path, List.of());
    };
  }

  private static String name(Json json) throws ModelFormatException {
    Optional<Json> name = json.at("config").find("name");
    return name.isPresent() ? name.get().text() : "";
  }

  /** An object without weights of its own. */
  private static KerasNode holder(Json json, Child... children) throws ModelFormatException {
    String className = KerasObject.of(json).className();
    return new KerasNode(className, name(json), List.of(), List.of(children));
  }

  /** An object that owns all weights right below a path. */
  private KerasNode owner(String className, String name, String path, List<Child> children) {
    List<String> own =
        all.stream()
            .filter(each -> each.startsWith(path) && each.indexOf('/', path.length()) < 0)
            .toList();
    return new KerasNode(className, name, own, children);
  }

  private List<KerasNode> layers(Json layers, String path) throws ModelFormatException {
    List<KerasNode> nodes = new ArrayList<>();
    for (Json layer : layers.list()) {
      nodes.add(node(layer, path + name(layer) + "/"));
    }
    return nodes;
  }

  private List<KerasNode> cells(Json cells, String path) throws ModelFormatException {
    List<KerasNode> nodes = new ArrayList<>();
    for (Json cell : cells.list()) {
      nodes.add(node(cell, path + "cells_" + nodes.size() + "/"));
    }
    return nodes;
  }

  private KerasNode bidirectional(Json json, String path) throws ModelFormatException {
    Json forward = json.at("config").at("layer");
    Json backward =
        json.at("config").find("backward_layer").filter(each -> !each.isNull()).orElse(forward);
    return holder(
        json,
        Child.of("forward_layer", node(forward, path + "forward/")),
        Child.of("backward_layer", node(backward, path + "backward/")));
  }

  private List<Child> hiddenCell(Json config, String path) throws ModelFormatException {
    Optional<Json> hidden = config.find("hidden_cell").filter(each -> !each.isNull());
    return hidden.isPresent()
        ? List.of(Child.of("hidden_cell", node(hidden.get(), path + "hidden_cell/")))
        : List.of();
  }

  /** KerasLMU's layer holds its hidden cell, and another layer that does the work. */
  private KerasNode lmu(Json json, String path) throws ModelFormatException {
    Json config = json.at("config");
    List<Child> children = new ArrayList<>(hiddenCell(config, path));
    KerasNode worker =
        is(config, "trainable_theta")
                || is(config, "hidden_to_memory")
                || is(config, "memory_to_memory")
            ? new KerasNode(
                "RNN",
                "",
                List.of(),
                List.of(Child.of("cell", owner("LMUCell", "", path, hiddenCell(config, path)))))
            : owner("LMUFeedforward", "", path, hiddenCell(config, path));
    children.add(Child.of("layer", worker));
    return new KerasNode("LMU", name(json), List.of(), children);
  }

  private static boolean is(Json config, String key) throws ModelFormatException {
    Optional<Json> found = config.find(key);
    return found.isPresent() && found.get().truth();
  }
}
