package io.github.lmu4j.weights;

import java.util.Optional;

/**
 * How a weight begins and what holds it while it is trained.
 *
 * @param initializer makes the first value
 * @param regularizer adds to the loss, if any
 * @param constraint holds after every step, if any
 * @param trainable whether optimizers change it
 */
public record WeightSpec(
    Initializer initializer,
    Optional<Regularizer> regularizer,
    Optional<Constraint> constraint,
    boolean trainable) {

  /**
   * A trainable weight.
   *
   * @param initializer makes the first value
   * @return a specification without regularizer and constraint
   */
  public static WeightSpec of(Initializer initializer) {
    return new WeightSpec(initializer, Optional.empty(), Optional.empty(), true);
  }

  /**
   * A value that layers keep and optimizers leave alone.
   *
   * @param initializer makes the first value
   * @return a specification without regularizer and constraint
   */
  public static WeightSpec frozen(Initializer initializer) {
    return new WeightSpec(initializer, Optional.empty(), Optional.empty(), false);
  }

  /**
   * Replaces the initializer.
   *
   * @param replacement makes the first value
   * @return a new specification
   */
  public WeightSpec initializedBy(Initializer replacement) {
    return new WeightSpec(replacement, regularizer, constraint, trainable);
  }

  /**
   * Adds a regularizer.
   *
   * @param added the regularizer, if any
   * @return a new specification
   */
  public WeightSpec regularizedBy(Optional<Regularizer> added) {
    return new WeightSpec(initializer, added, constraint, trainable);
  }

  /**
   * Adds a constraint.
   *
   * @param added the constraint, if any
   * @return a new specification
   */
  public WeightSpec constrainedBy(Optional<Constraint> added) {
    return new WeightSpec(initializer, regularizer, added, trainable);
  }

  /**
   * The same beginning for a weight that stays as it is.
   *
   * @return a specification that is not trainable, without regularizer and constraint
   */
  public WeightSpec untrained() {
    return frozen(initializer);
  }
}
