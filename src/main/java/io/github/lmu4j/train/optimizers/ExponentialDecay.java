package io.github.lmu4j.train.optimizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * {@code rate = initial decayRate^(step / decaySteps)}.
 *
 * @param initial first rate, not negative
 * @param decaySteps steps in which the rate is multiplied once by the decay rate, positive
 * @param decayRate factor
 * @param staircase whether the exponent is cut to whole numbers
 */
public record ExponentialDecay(
    double initial, double decaySteps, double decayRate, boolean staircase)
    implements LearningRate {

  /** Checks the numbers. */
  public ExponentialDecay {
    Rules.requireNotNegative("initial", initial);
    Rules.requirePositive("decaySteps", decaySteps);
  }

  @Override
  public Operand<TFloat64> at(Ops tf, Operand<TFloat64> step) {
    Operand<TFloat64> periods = tf.math.div(step, tf.constant(decaySteps));
    Operand<TFloat64> exponent = staircase ? tf.math.floor(periods) : periods;
    return tf.math.mul(tf.constant(initial), tf.math.pow(tf.constant(decayRate), exponent));
  }
}
