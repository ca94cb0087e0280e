package io.github.lmu4j.train.optimizers;

import java.util.OptionalDouble;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** The learning rate as a function of the number of steps done. */
@FunctionalInterface
public interface LearningRate {

  /**
   * Computes the rate.
   *
   * @param tf operations of the graph
   * @param step scalar; number of steps done before this one
   * @return scalar
   */
  Operand<TFloat64> at(Ops tf, Operand<TFloat64> step);

  /**
   * The rate, if it is a fixed number: an optimizer then keeps it in a variable, which may be
   * changed between steps.
   *
   * @return the number, or empty for a schedule
   */
  default OptionalDouble fixed() {
    return OptionalDouble.empty();
  }

  /**
   * A fixed rate.
   *
   * @param rate not negative
   * @return the rate
   * @throws IllegalArgumentException if the rate is negative
   */
  static LearningRate of(double rate) {
    return new FixedRate(rate);
  }
}
