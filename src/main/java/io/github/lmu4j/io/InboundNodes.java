package io.github.lmu4j.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what a layer is called on, which Keras 2 writes as {@code [[["x", 0, 0, {}]]]} and Keras 3
 * as {@code [{"args": [{"class_name": "__keras_tensor__", ...}], "kwargs": {}}]}.
 */
final class InboundNodes {

  private InboundNodes() {}

  /** Reads the inputs of every call of a layer. */
  static List<List<KerasTensor>> read(Json nodes) throws ModelFormatException {
    List<List<KerasTensor>> calls = new ArrayList<>();
    for (Json node : nodes.list()) {
      List<KerasTensor> inputs = new ArrayList<>();
      if (node.isObject()) {
        for (Json argument : node.at("args").list()) {
          collect(argument, inputs);
        }
        addKeywords(node.at("kwargs"), inputs);
      } else {
        for (Json item : node.list()) {
          inputs.add(listed(item));
        }
      }
      calls.add(inputs);
    }
    return calls;
  }

  /** Keras 3: values in the arguments, alone or in lists. */
  private static void collect(Json argument, List<KerasTensor> inputs) throws ModelFormatException {
    if (argument.isList()) {
      for (Json item : argument.list()) {
        collect(item, inputs);
      }
    } else if (argument.isObject() && argument.at("class_name").text().equals("__keras_tensor__")) {
      inputs.add(KerasTensor.read(argument.at("config").at("keras_history")));
    } else {
      throw argument.unlike("values that layers make; constants are not supported");
    }
  }

  /** Keras 2: layer, call, output, and what else the call was given. */
  private static KerasTensor listed(Json item) throws ModelFormatException {
    List<Json> parts = item.list();
    if (parts.size() < 3 || parts.size() > 4 || parts.get(0).text().equals("_CONSTANT_VALUE")) {
      throw item.unlike("a value [layer, call, output, {}]; constants are not supported");
    }
    if (parts.size() == 4) {
      requireNone(parts.get(3));
    }
    return new KerasTensor(parts.get(0).text(), parts.get(1).integer(), parts.get(2).integer());
  }

  /** Keras 3: what was given by name. */
  private static void addKeywords(Json arguments, List<KerasTensor> inputs)
      throws ModelFormatException {
    for (Map.Entry<String, Json> argument : arguments.members().entrySet()) {
      Json value = argument.getValue();
      boolean initialState = argument.getKey().equals("initial_state") && !value.isNull();
      // A recorded "not training" gives way to what the whole model is called with.
      boolean inference = argument.getKey().equals("training") && value.isTruth() && !value.truth();
      if (initialState) {
        collect(value, inputs);
      } else if (!value.isNull() && !inference) {
        throw value.unlike("null; other arguments of a call are not supported");
      }
    }
  }

  private static void requireNone(Json arguments) throws ModelFormatException {
    for (Map.Entry<String, Json> argument : arguments.members().entrySet()) {
      if (!argument.getValue().isNull()) {
        throw argument.getValue().unlike("null; other arguments of a call are not supported");
      }
    }
  }
}
