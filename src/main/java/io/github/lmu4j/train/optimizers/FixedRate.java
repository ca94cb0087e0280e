package io.github.lmu4j.train.optimizers;

import java.util.OptionalDouble;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The same rate at every step.
 *
 * @param rate not negative
 */
record FixedRate(double rate) implements LearningRate {

  /** Checks the rate. */
  FixedRate {
    Rules.requireNotNegative("the learning rate", rate);
  }

  @Override
  public Operand<TFloat64> at(Ops tf, Operand<TFloat64> step) {
    return tf.constant(rate);
  }

  @Override
  public OptionalDouble fixed() {
    return OptionalDouble.of(rate);
  }
}
