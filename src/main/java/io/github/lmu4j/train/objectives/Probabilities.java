package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Probabilities whose logarithm is finite. */
final class Probabilities {

  private Probabilities() {}

  /** Keeps probabilities in [1e-7, 1 - 1e-7], as Keras does. */
  static <T extends TFloating> Operand<T> clip(Ops tf, Operand<T> probabilities) {
    return tf.clipByValue(
        probabilities,
        tf.constantOfSameType(probabilities, Loss.EPSILON),
        tf.constantOfSameType(probabilities, 1 - Loss.EPSILON));
  }
}
