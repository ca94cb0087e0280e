package io.github.lmu4j.weights;

import java.util.Locale;

/** Keras knows its objects by class name and by function name. */
final class KerasName {

  private KerasName() {}

  /** What {@code GlorotUniform} and {@code glorot_uniform} have in common. */
  static String of(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
