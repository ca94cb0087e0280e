package io.github.lmu4j.train.objectives;

import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * What went into the softmax or sigmoid that made a prediction.
 *
 * @param <T> dtype
 * @param operand logits, or the prediction itself
 * @param found whether these are logits
 */
record Logits<T extends TFloating>(Operand<T> operand, boolean found) {

  /**
   * Looks through the operation that made a prediction, as Keras does: cross-entropies of logits
   * are exact where the probability rounds to 0.
   *
   * @param prediction logits or probabilities
   * @param fromLogits whether the caller says that these are logits
   * @param activation type of the operation, such as {@code Softmax}
   */
  @SuppressWarnings("unchecked")
  static <T extends TFloating> Logits<T> of(
      Operand<T> prediction, boolean fromLogits, String activation) {
    if (prediction.op() instanceof GraphOperation op && op.type().equals(activation)) {
      return new Logits<>((Operand<T>) op.input(0), true);
    }
    return new Logits<>(prediction, fromLogits);
  }
}
