package io.github.lmu4j.io;

import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.model.Call;
import io.github.lmu4j.model.Input;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the calls of a graph of layers in an order in which each comes after what it needs. */
final class Wiring {

  /** A call of a layer, by name and number. */
  private record Key(String layer, int call) {}

  private final String place;
  private final Map<Key, Integer> nodes = new HashMap<>();
  private final Map<Key, List<KerasTensor>> inputsOf = new LinkedHashMap<>();

  /** An empty graph; {@code place} is what errors call it. */
  Wiring(String place) {
    this.place = place;
  }

  /** Adds an input of the model; all inputs come before the first order is asked for. */
  void addInput(String name) {
    nodes.put(new Key(name, 0), nodes.size());
  }

  /** Adds the calls of a layer, counted from {@code first}. */
  void addCalls(String layer, int first, List<InboundNodes.Call> calls) {
    for (int i = 0; i < calls.size(); i++) {
      inputsOf.put(new Key(layer, first + i), calls.get(i).inputs());
    }
  }

  Model model(String name, List<Input> inputs, Map<String, Layer> layers, List<KerasTensor> outputs)
      throws ModelFormatException {
    List<Call> calls = new ArrayList<>();
    for (Key key : inOrder()) {
      nodes.put(key, inputs.size() + calls.size());
      List<Value> values = new ArrayList<>();
      for (KerasTensor tensor : inputsOf.getOrDefault(key, List.of())) {
        values.add(value(tensor));
      }
      calls.add(new Call(key.layer(), values));
    }
    List<Value> results = new ArrayList<>();
    for (KerasTensor tensor : outputs) {
      results.add(value(tensor));
    }
    return new Model(name, inputs, layers, calls, results);
  }

  private Value value(KerasTensor tensor) throws ModelFormatException {
    Integer node = nodes.get(new Key(tensor.layer(), tensor.call()));
    if (node == null || tensor.output() < 0) {
      throw new ModelFormatException(place, "values that layers of the model make", "" + tensor);
    }
    return new Value(node, tensor.output());
  }

  private List<Key> inOrder() throws ModelFormatException {
    Map<Key, List<Key>> users = new HashMap<>();
    Map<Key, Integer> waitingFor = new HashMap<>();
    ArrayDeque<Key> ready = new ArrayDeque<>();
    for (Map.Entry<Key, List<KerasTensor>> call : inputsOf.entrySet()) {
      int missing = 0;
      for (KerasTensor tensor : call.getValue()) {
        Key needed = new Key(tensor.layer(), tensor.call());
        if (inputsOf.containsKey(needed)) {
          users.computeIfAbsent(needed, key -> new ArrayList<>()).add(call.getKey());
          missing++;
        }
      }
      waitingFor.put(call.getKey(), missing);
      if (missing == 0) {
        ready.add(call.getKey());
      }
    }
    List<Key> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      Key next = ready.remove();
      order.add(next);
      for (Key user : users.getOrDefault(next, List.of())) {
        if (waitingFor.merge(user, -1, Integer::sum) == 0) {
          ready.add(user);
        }
      }
    }
    if (order.size() < inputsOf.size()) {
      throw new ModelFormatException(
          place, "calls of layers without a cycle", inputsOf.size() - order.size() + " in cycles");
    }
    return order;
  }
}
