package io.github.lmu4j.weights;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The sum of squares: {@code l2 * sum w^2}.
 *
 * @param l2 factor, not negative
 */
public record L2(double l2) implements Regularizer {

  /** Checks the factor. */
  public L2 {
    L1L2.requireFactor("l2", l2);
  }

  @Override
  public <T extends TFloating> Operand<T> loss(Ops tf, Operand<T> weight) {
    return new L1L2(0, l2).loss(tf, weight);
  }
}
