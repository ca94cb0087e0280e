package io.github.lmu4j.train.optimizers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The change of one weight in one step.
 *
 * @param <T> dtype
 */
@FunctionalInterface
public interface WeightUpdate<T extends TFloating> {

  /**
   * Adds the operations that change a weight and its slots.
   *
   * @param tf operations that wait for all gradients
   * @param weight the weight's variable
   * @param gradient gradient of the loss by the weight
   * @param slots the weight's slots, as the rule lists them
   * @return the last operation, after which all are changed
   */
  Op apply(Ops tf, Operand<T> weight, Operand<T> gradient, List<? extends Operand<T>> slots);
}
