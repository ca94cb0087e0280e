package io.github.lmu4j.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was reported at the end of each epoch.
 *
 * @param values one number an epoch, by name: {@code loss}, {@code accuracy}, {@code val_loss}, ...
 */
public record History(Map<String, List<Double>> values) {

  /** Nothing yet. */
  public static final History EMPTY = new History(Map.of());

  /** Takes copies that keep the order. */
  public History {
    Map<String, List<Double>> copy = new LinkedHashMap<>();
    values.forEach((name, numbers) -> copy.put(name, List.copyOf(numbers)));
    values = Collections.unmodifiableMap(copy);
  }

  /**
   * One column.
   *
   * @param name such as {@code val_loss}
   * @return one number an epoch
   * @throws IllegalArgumentException if nothing of that name was reported
   */
  public List<Double> get(String name) {
    List<Double> found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no %s; there are %s".formatted(name, values.keySet()));
    }
    return found;
  }

  /**
   * The number of epochs.
   *
   * @return length of the columns
   */
  public int epochs() {
    return values.values().stream().mapToInt(List::size).max().orElse(0);
  }

  /**
   * Adds an epoch.
   *
   * @param logs what is reported of it
   * @return a history that is one epoch longer
   */
  History with(Map<String, Double> logs) {
    Map<String, List<Double>> longer = new LinkedHashMap<>(values);
    logs.forEach(
        (name, value) -> {
          List<Double> column = new ArrayList<>(longer.getOrDefault(name, List.of()));
          column.add(value);
          longer.put(name, column);
        });
    return new History(longer);
  }
}
