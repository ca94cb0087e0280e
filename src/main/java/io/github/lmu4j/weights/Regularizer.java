package io.github.lmu4j.weights;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A term of the loss that depends on one weight alone. */
public interface Regularizer {

  /**
   * The term.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param weight any shape
   * @return scalar
   * @throws IllegalArgumentException if the regularizer does not fit the weight's shape
   */
  <T extends TFloating> Operand<T> loss(Ops tf, Operand<T> weight);

  /**
   * Finds a regularizer with Keras' default arguments.
   *
   * @param name Keras' name of the function or of the class, such as {@code l2}
   * @return the regularizer
   * @throws IllegalArgumentException if there is none of that name
   */
  static Regularizer of(String name) {
    return switch (name) {
      case "l1", "L1" -> new L1(0.01);
      case "l2", "L2" -> new L2(0.01);
      // Keras' function adds both terms, its class none.
      case "l1_l2" -> new L1L2(0.01, 0.01);
      case "l1l2", "L1L2" -> new L1L2(0, 0);
      case "orthogonal_regularizer", "OrthogonalRegularizer" ->
          new OrthogonalRegularizer(0.01, OrthogonalRegularizer.Mode.ROWS);
      default ->
          throw new IllegalArgumentException(
              "regularizer must be one of l1, l2, l1_l2, orthogonal_regularizer (got %s)"
                  .formatted(name));
    };
  }
}
