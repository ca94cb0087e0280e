package io.github.lmu4j.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a layer is called on, which Keras 2 writes as {@code [[["x", 0, 0, {}]]]} and Keras 3
 * as {@code [{"args": [{"class_name": "__keras_tensor__", ...}], "kwargs": {}}]}.
 */
final class InboundNodes {

  private InboundNodes() {}

  /**
   * A call of a layer.
   *
   * @param inputs what it is called on
   * @param mask the mask that it is given, if any
   * @param json the whole element
   */
  record Call(List<KerasTensor> inputs, Optional<KerasTensor> mask, Json json) {}

  /** Reads every call of a layer. */
  static List<Call> read(Json nodes) throws ModelFormatException {
    List<Call> calls = new ArrayList<>();
    for (Json node : nodes.list()) {
      calls.add(node.isObject() ? keras3(node) : keras2(node));
    }
    return calls;
  }

  private static Call keras3(Json node) throws ModelFormatException {
    List<KerasTensor> inputs = new ArrayList<>();
    for (Json argument : node.at("args").list()) {
      collect(argument, inputs);
    }
    Optional<KerasTensor> mask = Optional.empty();
    for (Map.Entry<String, Json> keyword : node.at("kwargs").members().entrySet()) {
      Json value = keyword.getValue();
      // A recorded "not training" gives way to what the whole model is called with.
      boolean ignored =
          value.isNull()
              || (keyword.getKey().equals("training") && value.isTruth() && !value.truth());
      if (!ignored && keyword.getKey().equals("initial_state")) {
        collect(value, inputs);
      } else if (!ignored && keyword.getKey().equals("mask") && value.isObject()) {
        mask = Optional.of(tensor(value));
      } else if (!ignored) {
        throw value.unlike("null; such arguments of a call are not supported");
      }
    }
    return new Call(inputs, mask, node);
  }

  /** Values, alone or in lists. */
  private static void collect(Json argument, List<KerasTensor> inputs) throws ModelFormatException {
    if (argument.isList()) {
      for (Json item : argument.list()) {
        collect(item, inputs);
      }
    } else {
      inputs.add(tensor(argument));
    }
  }

  private static KerasTensor tensor(Json argument) throws ModelFormatException {
    if (!argument.isObject() || !argument.at("class_name").text().equals("__keras_tensor__")) {
      throw argument.unlike("a value that a layer makes; constants are not supported");
    }
    return KerasTensor.read(argument.at("config").at("keras_history"));
  }

  /** Each input is layer, call, output, and what else the call was given. */
  private static Call keras2(Json node) throws ModelFormatException {
    List<KerasTensor> inputs = new ArrayList<>();
    for (Json item : node.list()) {
      List<Json> parts = item.list();
      if (parts.size() < 3 || parts.size() > 4 || parts.get(0).text().equals("_CONSTANT_VALUE")) {
        throw item.unlike("a value [layer, call, output, {}]; constants are not supported");
      }
      if (parts.size() == 4) {
        for (Json argument : parts.get(3).members().values()) {
          if (!argument.isNull()) {
            throw argument.unlike("null; arguments of a call are not supported");
          }
        }
      }
      inputs.add(
          new KerasTensor(parts.get(0).text(), parts.get(1).integer(), parts.get(2).integer()));
    }
    return new Call(inputs, Optional.empty(), node);
  }
}
