package io.github.lmu4j.io;

import io.github.lmu4j.io.PickleValue.Dictionary;
import io.github.lmu4j.io.PickleValue.Plain;
import io.github.lmu4j.io.PickleValue.Sequence;
import io.github.lmu4j.io.PickleValue.Tensor;
import io.github.lmu4j.io.PickleValue.Text;
import io.github.lmu4j.io.PickleValue.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the network in what was saved: a dictionary of tensors by name, which may be all, as a
 * {@code state_dict} is, or a part of a checkpoint beside the optimizer, the epoch and what else
 * was kept.
 */
final class TorchTree {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_CONTAINERS = 50_000;
  private static final int MAX_KEY = 40;
  private static final int MAX_SHOWN = 200;

  /** Where checkpoints keep the network, by custom. */
  private static final List<String> USUAL =
      List.of("model_state_dict", "state_dict", "model", "net", "network", "module");

  private final String place;
  private final Map<String, Dictionary> tensorDictionaries = new LinkedHashMap<>();
  private final Map<String, Object> rest = new LinkedHashMap<>();

  /** Each once: what is shared is not walked again, and what holds itself has an end. */
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private TorchTree(String place) {
    this.place = place;
  }

  /**
   * What a file holds.
   *
   * @throws ModelFormatException if it is nested too deep
   */
  static TorchTree of(String place, PickleValue content) throws ModelFormatException {
    TorchTree tree = new TorchTree(place);
    tree.walk("", content, 0);
    return tree;
  }

  private void walk(String path, PickleValue value, int depth) throws ModelFormatException {
    if (value instanceof Plain && rest.size() < MAX_SHOWN) {
      rest.put(path, value.shown());
    }
    boolean container =
        value instanceof Dictionary || value instanceof Sequence || value instanceof Tuple;
    if (!container || !seen.add(value)) {
      return;
    }
    if (depth > MAX_DEPTH || seen.size() > MAX_CONTAINERS) {
      throw new ModelFormatException(
          place,
          "at most %d lists and dictionaries, nested at most %d deep"
              .formatted(MAX_CONTAINERS, MAX_DEPTH),
          "more");
    }
    if (value instanceof Dictionary dictionary) {
      for (Map.Entry<PickleValue, PickleValue> item : dictionary.items().entrySet()) {
        if (item.getValue() instanceof Tensor && item.getKey() instanceof Text) {
          tensorDictionaries.putIfAbsent(path, dictionary);
        } else {
          walk(joined(path, item.getKey().shown().toString()), item.getValue(), depth + 1);
        }
      }
      return;
    }
    List<PickleValue> items =
        value instanceof Sequence list ? list.items() : ((Tuple) value).items();
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Tensor)) {
        walk(path + "[" + i + "]", items.get(i), depth + 1);
      }
    }
  }

  private static String joined(String path, String key) {
    String shown = key.length() > MAX_KEY ? key.substring(0, MAX_KEY) + "..." : key;
    return path.isEmpty() ? shown : path + "." + shown;
  }

  /** The values beside the tensors, by their path. */
  Map<String, Object> rest() {
    return rest;
  }

  /** The paths of all dictionaries of tensors. */
  Set<String> places() {
    return tensorDictionaries.keySet();
  }

  /**
   * Reads the tensors of the network.
   *
   * @throws ModelFormatException if there is none, or several between which nothing decides
   */
  Map<String, StoredTensor> network(TorchFile file) throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<PickleValue, PickleValue> item : chosen().items().entrySet()) {
      if (item.getValue() instanceof Tensor tensor && item.getKey() instanceof Text name) {
        tensors.put(name.text(), file.read(name.text(), tensor.tensor()));
      }
    }
    return tensors;
  }

  private Dictionary chosen() throws ModelFormatException {
    List<String> order = new ArrayList<>(List.of(""));
    order.addAll(USUAL);
    if (tensorDictionaries.size() == 1) {
      order.addAll(tensorDictionaries.keySet());
    }
    for (String path : order) {
      Dictionary found = tensorDictionaries.get(path);
      if (found != null) {
        return found;
      }
    }
    throw new ModelFormatException(
        place,
        "a state_dict, or a checkpoint with one as one of " + USUAL,
        tensorDictionaries.isEmpty() ? "no tensors by name" : "tensors in " + places());
  }
}
