package io.github.lmu4j.train.optimizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Decays along half a cosine, again and again, each time over more steps and from a lower rate.
 *
 * @param initial first rate, not negative
 * @param firstDecaySteps length of the first decay in steps, positive
 * @param lengthFactor what the length is multiplied by at each restart, at least 1
 * @param rateFactor what the rate is multiplied by at each restart
 * @param alpha last rate of a decay, as a fraction of the first rate
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov, Hutter 2016</a>
 */
public record CosineDecayRestarts(
    double initial, double firstDecaySteps, double lengthFactor, double rateFactor, double alpha)
    implements LearningRate {

  /** A step that begins a decay must not be taken for the end of the one before. */
  private static final double ROUNDING = 1e-9;

  /** Checks the numbers. */
  public CosineDecayRestarts {
    Rules.requireNotNegative("initial", initial);
    Rules.requirePositive("firstDecaySteps", firstDecaySteps);
    Rules.requireNotNegative("rateFactor", rateFactor);
    Rules.requireNotNegative("alpha", alpha);
    if (!(lengthFactor >= 1)) {
      throw new IllegalArgumentException(
          "lengthFactor must be at least 1 (got %s)".formatted(lengthFactor));
    }
  }

  @Override
  public Operand<TFloat64> at(Ops tf, Operand<TFloat64> step) {
    Operand<TFloat64> periods = tf.math.div(step, tf.constant(firstDecaySteps));
    Operand<TFloat64> restarts =
        tf.math.floor(tf.math.add(count(tf, periods), tf.constant(ROUNDING)));
    Operand<TFloat64> fall = CosineCurve.fall(tf, fraction(tf, periods, restarts));
    Operand<TFloat64> factor = tf.math.pow(tf.constant(rateFactor), restarts);
    Operand<TFloat64> share =
        tf.math.add(
            tf.math.mul(tf.constant(1 - alpha), tf.math.mul(factor, fall)), tf.constant(alpha));
    return tf.math.mul(tf.constant(initial), share);
  }

  /** The number of restarts, not yet cut to a whole number: lengths are a geometric series. */
  private Operand<TFloat64> count(Ops tf, Operand<TFloat64> periods) {
    if (lengthFactor == 1) {
      return periods;
    }
    Operand<TFloat64> sum =
        tf.math.add(tf.constant(1.0), tf.math.mul(periods, tf.constant(lengthFactor - 1)));
    return tf.math.div(tf.math.log(sum), tf.constant(Math.log(lengthFactor)));
  }

  private Operand<TFloat64> fraction(
      Ops tf, Operand<TFloat64> periods, Operand<TFloat64> restarts) {
    if (lengthFactor == 1) {
      return tf.math.sub(periods, restarts);
    }
    Operand<TFloat64> length = tf.math.pow(tf.constant(lengthFactor), restarts);
    Operand<TFloat64> before =
        tf.math.div(tf.math.sub(length, tf.constant(1.0)), tf.constant(lengthFactor - 1));
    return tf.math.div(tf.math.sub(periods, before), length);
  }
}
