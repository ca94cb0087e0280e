package io.github.lmu4j.cli;

import io.github.lmu4j.weights.Array;

/** How often the largest of some logits is the right one. */
final class Accuracy {

  private Accuracy() {}

  static double of(Array logits, int[] labels) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += argMax(logits, i) == labels[i] ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  /** The class of the largest logit of one example. */
  static int argMax(Array logits, int example) {
    int classes = Math.toIntExact(logits.shape().get(1));
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (logits.doubleAt(example * classes + c) > logits.doubleAt(example * classes + best)) {
        best = c;
      }
    }
    return best;
  }
}
