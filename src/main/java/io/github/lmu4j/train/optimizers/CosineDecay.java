package io.github.lmu4j.train.optimizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * From a rate along half a cosine to a fraction of it, after a linear warm-up.
 *
 * @param initial first rate, not negative; without warm-up also that of which the decay begins
 * @param decaySteps length of the decay in steps, positive
 * @param alpha last rate, as a fraction of that of which the decay begins
 * @param peak rate at the end of the warm-up
 * @param warmupSteps length of the warm-up in steps; 0 for none
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov, Hutter 2016</a>
 */
public record CosineDecay(
    double initial, double decaySteps, double alpha, double peak, double warmupSteps)
    implements LearningRate {

  /** Checks the numbers. */
  public CosineDecay {
    Rules.requireNotNegative("initial", initial);
    Rules.requirePositive("decaySteps", decaySteps);
    Rules.requireNotNegative("alpha", alpha);
    Rules.requireNotNegative("peak", peak);
    Rules.requireNotNegative("warmupSteps", warmupSteps);
  }

  /**
   * Without warm-up.
   *
   * @param initial first rate, not negative
   * @param decaySteps length of the decay in steps, positive
   * @param alpha last rate, as a fraction of the first
   */
  public CosineDecay(double initial, double decaySteps, double alpha) {
    this(initial, decaySteps, alpha, initial, 0);
  }

  @Override
  public Operand<TFloat64> at(Ops tf, Operand<TFloat64> step) {
    Operand<TFloat64> warmup = tf.constant(warmupSteps);
    Operand<TFloat64> fraction = tf.math.div(tf.math.sub(step, warmup), tf.constant(decaySteps));
    Operand<TFloat64> decay =
        CosineCurve.between(tf, peak, alpha * peak, tf.math.minimum(fraction, tf.constant(1.0)));
    if (warmupSteps == 0) {
      return decay;
    }
    Operand<TFloat64> slope = tf.constant((peak - initial) / warmupSteps);
    Operand<TFloat64> rise = tf.math.add(tf.math.mul(slope, step), tf.constant(initial));
    return tf.select(tf.math.less(step, warmup), rise, decay);
  }
}
