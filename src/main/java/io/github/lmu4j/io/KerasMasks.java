package io.github.lmu4j.io;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The masks in a graph of layers of Keras 3, which writes down how each mask is computed, {@code
 * any(x != value)}, beside the layer that makes it.
 *
 * <p>In this library a mask travels with the value that it belongs to. So a mask that is handed to
 * a layer is only looked at: it must be the one that the layer's input brings along.
 */
final class KerasMasks {

  /** An operation on a tensor; the value is what it is compared with. */
  private record Operation(boolean isAny, KerasTensor input, double value) {}

  private final Map<String, Operation> operations = new HashMap<>();
  private final Map<String, Json> layers = new HashMap<>();

  /** Takes an element of a model's layers if it computes a mask; tells whether it did. */
  boolean take(Json item) throws ModelFormatException {
    String className = KerasObject.of(item).className();
    boolean any = className.equals("Any");
    if (!any && !className.equals("NotEqual")) {
      layers.put(item.at("name").text(), item);
      return false;
    }
    Json calls = item.at("inbound_nodes");
    if (calls.list().size() != 1) {
      throw calls.unlike("one call");
    }
    Json config = item.at("config");
    List<Json> arguments = calls.list().get(0).at("args").list();
    boolean known =
        any
            ? arguments.size() == 1
                && config.at("axis").integer() == -1
                && !config.at("keepdims").truth()
            : arguments.size() == 2 && arguments.get(1).isNumber();
    if (!known) {
      throw item.unlike("not_equal(values, number) or any(values, axis=-1), as masks are made");
    }
    KerasTensor input = KerasTensor.read(arguments.get(0).at("config").at("keras_history"));
    double value = any ? 0 : arguments.get(1).number();
    operations.put(item.at("name").text(), new Operation(any, input, value));
    return true;
  }

  /**
   * Checks the mask that a call is given, if any.
   *
   * @param call the call
   * @param calls what every layer is called on
   * @throws ModelFormatException if the call's input does not bring this mask along
   */
  void check(InboundNodes.Call call, Map<String, List<InboundNodes.Call>> calls)
      throws ModelFormatException {
    if (call.mask().isEmpty()) {
      return;
    }
    KerasTensor mask = call.mask().get();
    KerasTensor at = call.inputs().isEmpty() ? mask : call.inputs().get(0);
    Optional<Operation> compared = comparison(mask);
    for (int steps = 0; compared.isPresent() && steps <= layers.size(); steps++) {
      Json layer = layers.get(at.layer());
      List<InboundNodes.Call> own = calls.getOrDefault(at.layer(), List.of());
      if (layer == null || at.call() >= own.size() || own.get(at.call()).inputs().isEmpty()) {
        break;
      }
      KerasTensor before = own.get(at.call()).inputs().get(0);
      Optional<Double> value = maskedValue(layer);
      if (value.isPresent()) {
        if (value.get() == compared.get().value() && before.equals(compared.get().input())) {
          return;
        }
        break;
      }
      at = before;
    }
    throw call.json().unlike("a call whose mask, " + mask + ", is that of its input");
  }

  /** What a mask compares with what. */
  private Optional<Operation> comparison(KerasTensor mask) {
    Optional<Operation> found = Optional.ofNullable(operations.get(mask.layer()));
    if (found.isPresent() && found.get().isAny()) {
      found = Optional.ofNullable(operations.get(found.get().input().layer()));
    }
    return found.filter(operation -> !operation.isAny());
  }

  /** The value that a layer masks, if it makes a mask. */
  private static Optional<Double> maskedValue(Json layer) throws ModelFormatException {
    KerasObject object = KerasObject.of(layer);
    return switch (object.className()) {
      case "Masking" -> Optional.of(object.config().at("mask_value").number());
      case "Embedding" ->
          object.config().at("mask_zero").truth() ? Optional.of(0.0) : Optional.empty();
      default -> Optional.empty();
    };
  }
}
