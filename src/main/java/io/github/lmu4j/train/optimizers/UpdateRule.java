package io.github.lmu4j.train.optimizers;

import java.util.List;
import java.util.Map;
import org.tensorflow.types.family.TFloating;

/** How weights follow from gradients: an immutable configuration with the names that Keras uses. */
public sealed interface UpdateRule permits Adagrad, Adam, Nadam, RmsProp, Sgd {

  /**
   * The name in Keras.
   *
   * @return such as {@code adam}
   */
  String kerasName();

  /**
   * The class in Keras.
   *
   * @return such as {@code Adam}
   */
  String kerasClass();

  /**
   * The arguments of Keras' class.
   *
   * @return number or truth value by Keras' name of the argument
   */
  Map<String, Object> kerasArguments();

  /**
   * The variables kept for each weight.
   *
   * @return slots of the weight's shape
   */
  List<Slot> slots();

  /**
   * The variables kept once for all weights.
   *
   * @return scalar slots
   */
  default List<Slot> globals() {
    return List.of();
  }

  /**
   * Adds the operations that all weights share.
   *
   * @param <T> dtype of the weights
   * @param step what is the same for all weights
   * @return adds the change of one weight
   */
  <T extends TFloating> WeightUpdate<T> at(UpdateStep<T> step);

  /**
   * The same rule with momentum.
   *
   * @param momentum share of the last step that is taken again, in [0, 1]
   * @return the rule
   * @throws IllegalArgumentException if the rule has none
   */
  default UpdateRule withMomentum(double momentum) {
    throw new IllegalArgumentException(
        "only sgd and rmsprop have a momentum (got %s for %s)".formatted(momentum, kerasName()));
  }
}
