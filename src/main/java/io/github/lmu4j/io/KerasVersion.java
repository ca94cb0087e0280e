package io.github.lmu4j.io;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;

/** The two Keras whose files there are; some names stand for other numbers in each. */
enum KerasVersion {
  /** Keras 1 and 2, that of TensorFlow to 2.15. */
  KERAS2("2.13.1"),
  /** Keras 3. */
  KERAS3("3.15.1");

  private final String number;

  KerasVersion(String number) {
    this.number = number;
  }

  /** The version whose files those that are written here are like. */
  String number() {
    return number;
  }

  /** The version of a number such as {@code 2.13.1}. */
  static KerasVersion of(String number) {
    return number.startsWith("1.") || number.startsWith("2.") ? KERAS2 : KERAS3;
  }

  /** The version that wrote a configuration, told by its number or by how it spells shapes. */
  static KerasVersion of(Json root) throws ModelFormatException {
    Optional<Json> number = root.find("keras_version");
    if (number.isPresent()) {
      return of(number.get().text());
    }
    ArrayDeque<Json> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      Json next = open.remove();
      if (next.isList()) {
        open.addAll(next.list());
      } else if (next.isObject()) {
        Map<String, Json> members = next.members();
        if (members.containsKey("batch_input_shape")) {
          return KERAS2;
        }
        if (members.containsKey("batch_shape")) {
          return KERAS3;
        }
        open.addAll(members.values());
      }
    }
    return KERAS3;
  }
}
