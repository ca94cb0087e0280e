package io.github.lmu4j.train.objectives;

import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** A function of target and prediction that training makes small. */
public interface Loss {

  /** Keras' {@code epsilon()}: what keeps probabilities away from 0 and 1. */
  double EPSILON = 1e-7;

  /**
   * The name in Keras.
   *
   * @return such as {@code mean_squared_error}
   */
  String kerasName();

  /**
   * Tells what targets look like.
   *
   * @return whether a target is the int32 number of a class, with the prediction's shape without
   *     its last axis, rather than an array of the prediction's shape and dtype
   */
  default boolean isSparse() {
    return false;
  }

  /**
   * Computes the loss of every sample.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param target what should be predicted; shape and dtype as {@link #isSparse} says
   * @param prediction shape (batch, ..., n)
   * @return shape (batch, ...)
   */
  <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction);

  /**
   * Tells which samples count at all.
   *
   * @param tf operations of the graph
   * @param target what should be predicted
   * @return shape (batch, ...), or empty where all count
   */
  default Optional<Operand<TBool>> counted(Ops tf, Operand<? extends TNumber> target) {
    return Optional.empty();
  }

  /**
   * The same loss for predictions that are logits: the softmax or sigmoid becomes part of it.
   *
   * @return the loss, or empty where logits mean nothing to it
   */
  default Optional<Loss> onLogits() {
    return Optional.empty();
  }

  /**
   * The arguments that Keras' class of this loss takes, those that have its defaults left out.
   *
   * @return number or truth value by Keras' name of the argument
   */
  default Map<String, Object> kerasArguments() {
    return Map.of();
  }

  /**
   * The loss that Keras makes from a name alone. Cross-entropies take probabilities; where the
   * prediction is the result of a softmax or sigmoid, they are computed from its logits.
   *
   * @param name such as {@code mse} or {@code sparse_categorical_crossentropy}
   * @return the loss
   * @throws IllegalArgumentException if there is none of that name
   */
  static Loss named(String name) {
    return LossNames.find(name);
  }
}
