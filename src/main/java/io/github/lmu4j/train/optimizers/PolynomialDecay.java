package io.github.lmu4j.train.optimizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * {@code rate = (initial - end) (1 - step / decaySteps)^power + end}, and {@code end} from then on.
 *
 * @param initial first rate, not negative
 * @param decaySteps length of the decay in steps, positive
 * @param end last rate, not negative
 * @param power exponent
 * @param cycle whether, instead of staying at the end, the decay is stretched to the next multiple
 *     of its length
 */
public record PolynomialDecay(
    double initial, double decaySteps, double end, double power, boolean cycle)
    implements LearningRate {

  /** Checks the numbers. */
  public PolynomialDecay {
    Rules.requireNotNegative("initial", initial);
    Rules.requirePositive("decaySteps", decaySteps);
    Rules.requireNotNegative("end", end);
  }

  /**
   * A straight line.
   *
   * @param initial first rate, not negative
   * @param decaySteps length of the decay in steps, positive
   * @param end last rate, not negative
   */
  public PolynomialDecay(double initial, double decaySteps, double end) {
    this(initial, decaySteps, end, 1, false);
  }

  @Override
  public Operand<TFloat64> at(Ops tf, Operand<TFloat64> step) {
    Operand<TFloat64> length = tf.constant(decaySteps);
    Operand<TFloat64> one = tf.constant(1.0);
    Operand<TFloat64> periods = tf.math.div(step, length);
    Operand<TFloat64> fraction =
        cycle
            ? tf.math.div(periods, tf.math.maximum(tf.math.ceil(periods), one))
            : tf.math.minimum(periods, one);
    Operand<TFloat64> rest = tf.math.pow(tf.math.sub(one, fraction), tf.constant(power));
    return tf.math.add(tf.math.mul(tf.constant(initial - end), rest), tf.constant(end));
  }
}
