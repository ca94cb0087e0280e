package io.github.lmu4j.weights;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A projection of a weight onto the values it may have, applied after every training step. */
public interface Constraint {

  /**
   * Projects.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param weight any shape
   * @return the nearest value that is allowed, of the same shape
   */
  <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight);

  /**
   * Finds a constraint with Keras' default arguments.
   *
   * @param name Keras' name of the function or of the class, such as {@code non_neg}
   * @return the constraint
   * @throws IllegalArgumentException if there is none of that name
   */
  static Constraint of(String name) {
    return switch (KerasName.of(name)) {
      case "nonneg" -> new NonNeg();
      case "maxnorm" -> new MaxNorm(2, List.of(0));
      case "unitnorm" -> new UnitNorm(List.of(0));
      case "minmaxnorm" -> new MinMaxNorm(0, 1, 1, List.of(0));
      default ->
          throw new IllegalArgumentException(
              "constraint must be one of non_neg, max_norm, unit_norm, min_max_norm (got %s)"
                  .formatted(name));
    };
  }
}
