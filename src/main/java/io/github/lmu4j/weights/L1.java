package io.github.lmu4j.weights;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The sum of absolute values: {@code l1 * sum |w|}.
 *
 * @param l1 factor, not negative
 */
public record L1(double l1) implements Regularizer {

  /** Checks the factor. */
  public L1 {
    L1L2.requireFactor("l1", l1);
  }

  @Override
  public <T extends TFloating> Operand<T> loss(Ops tf, Operand<T> weight) {
    return new L1L2(l1, 0).loss(tf, weight);
  }
}
