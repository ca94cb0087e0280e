package io.github.lmu4j.weights;

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
}
