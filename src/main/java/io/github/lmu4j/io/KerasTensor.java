package io.github.lmu4j.io;

import java.util.ArrayList;
import java.util.List;

/**
 * A value in Keras' wiring of a model, written {@code ["layer", 0, 0]}.
 *
 * @param layer name of the layer that makes it
 * @param call which call of the layer, counted from 0
 * @param output which output of the call, counted from 0
 */
record KerasTensor(String layer, int call, int output) {

  static KerasTensor read(Json json) throws ModelFormatException {
    List<Json> parts = json.list();
    if (parts.size() != 3) {
      throw json.unlike("a value [layer, call, output]");
    }
    return new KerasTensor(parts.get(0).text(), parts.get(1).integer(), parts.get(2).integer());
  }

  /** Reads a list of values; Keras 3 writes a single one without its list. */
  static List<KerasTensor> list(Json json) throws ModelFormatException {
    List<Json> items = json.list();
    if (!items.isEmpty() && items.get(0).isText()) {
      return List.of(read(json));
    }
    List<KerasTensor> tensors = new ArrayList<>();
    for (Json item : items) {
      tensors.add(read(item));
    }
    return tensors;
  }
}
