package io.github.lmu4j.train.optimizers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What is the same for all weights in one step.
 *
 * @param <T> dtype of the weights
 * @param tf operations that wait for nothing
 * @param ready operations that wait for all gradients
 * @param count scalar; the number of this step, counted from 1
 * @param learningRate scalar
 * @param globals variables that the rule keeps once for all weights, as it lists them
 */
public record UpdateStep<T extends TFloating>(
    Ops tf,
    Ops ready,
    Operand<T> count,
    Operand<T> learningRate,
    List<? extends Operand<T>> globals) {

  /** Takes a copy of the list. */
  public UpdateStep {
    globals = List.copyOf(globals);
  }

  /**
   * A constant of the weights' dtype.
   *
   * @param value the number
   * @return scalar
   */
  public Operand<T> constant(double value) {
    return tf.constantOfSameType(count, value);
  }

  /**
   * A number to the power of the step's number.
   *
   * @param base the number
   * @return scalar; base^count
   */
  public Operand<T> power(double base) {
    return tf.math.pow(constant(base), count);
  }
}
