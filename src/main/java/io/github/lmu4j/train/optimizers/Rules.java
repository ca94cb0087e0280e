package io.github.lmu4j.train.optimizers;

/** The bounds of settings. */
final class Rules {

  private Rules() {}

  static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s must lie in [0, 1] (got %s)".formatted(name, value));
    }
  }

  static void requireDecay(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException("%s must lie in [0, 1) (got %s)".formatted(name, value));
    }
  }

  static void requireNotNegative(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("%s must be at least 0 (got %s)".formatted(name, value));
    }
  }

  static void requirePositive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("%s must be positive (got %s)".formatted(name, value));
    }
  }
}
