package io.github.lmu4j.train.callbacks;

import java.util.List;

/** Which of two values of a monitored number is the better one. */
public enum Goal {
  /** The smaller one, as of a loss. */
  MIN,
  /** The larger one, as of an accuracy. */
  MAX;

  private static final List<String> LARGER_IS_BETTER =
      List.of("accuracy", "acc", "precision", "recall", "cosine_similarity");

  /**
   * Guesses from the name.
   *
   * @param monitor such as {@code val_accuracy}
   * @return MAX for accuracies, precision, recall and cosine similarity, else MIN
   */
  public static Goal of(String monitor) {
    return LARGER_IS_BETTER.stream().anyMatch(monitor::endsWith) ? MAX : MIN;
  }

  /** The value that everything is better than. */
  double worst() {
    return this == MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  boolean isBetter(double value, double reference, double minDelta) {
    return this == MIN ? value + minDelta < reference : value - minDelta > reference;
  }
}
