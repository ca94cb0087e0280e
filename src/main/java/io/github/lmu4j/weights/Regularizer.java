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
   */
  <T extends TFloating> Operand<T> loss(Ops tf, Operand<T> weight);
}
