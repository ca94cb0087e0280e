package io.github.lmu4j.train.callbacks;

import java.util.Map;

/**
 * A number that a callback watches.
 *
 * @param name such as {@code val_loss}
 * @param goal which value is the better one
 * @param minDelta by how much a value must be better to count as better, not negative
 */
public record Monitor(String name, Goal goal, double minDelta) {

  /** Checks the difference. */
  public Monitor {
    if (!(minDelta >= 0)) {
      throw new IllegalArgumentException(
          "minDelta must be at least 0 (got %s)".formatted(minDelta));
    }
  }

  /**
   * A number whose goal follows from its name.
   *
   * @param name such as {@code val_accuracy}
   * @return the monitor
   */
  public static Monitor of(String name) {
    return new Monitor(name, Goal.of(name), 0);
  }

  /**
   * Sets by how much a value must be better.
   *
   * @param value not negative
   * @return a new monitor
   */
  public Monitor withMinDelta(double value) {
    return new Monitor(name, goal, value);
  }

  double value(Map<String, Double> logs) {
    Double found = logs.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no %s to monitor; there are %s".formatted(name, logs.keySet()));
    }
    return found;
  }

  boolean isBetter(double value, double reference) {
    return goal.isBetter(value, reference, minDelta);
  }
}
