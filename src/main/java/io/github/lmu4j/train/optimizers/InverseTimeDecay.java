package io.github.lmu4j.train.optimizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * {@code rate = initial / (1 + decayRate step / decaySteps)}.
 *
 * @param initial first rate, not negative
 * @param decaySteps length of a period in steps, positive
 * @param decayRate what a period adds to the divisor
 * @param staircase whether periods are cut to whole numbers
 */
public record InverseTimeDecay(
    double initial, double decaySteps, double decayRate, boolean staircase)
    implements LearningRate {

  /** Checks the numbers. */
  public InverseTimeDecay {
    Rules.requireNotNegative("initial", initial);
    Rules.requirePositive("decaySteps", decaySteps);
  }

  @Override
  public Operand<TFloat64> at(Ops tf, Operand<TFloat64> step) {
    Operand<TFloat64> periods = tf.math.div(step, tf.constant(decaySteps));
    Operand<TFloat64> whole = staircase ? tf.math.floor(periods) : periods;
    Operand<TFloat64> divisor =
        tf.math.add(tf.constant(1.0), tf.math.mul(tf.constant(decayRate), whole));
    return tf.math.div(tf.constant(initial), divisor);
  }
}
