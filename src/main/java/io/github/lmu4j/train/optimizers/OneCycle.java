package io.github.lmu4j.train.optimizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * One rise and one fall, both along half a cosine; the last rate stays. Keras has no such schedule.
 *
 * @param peak largest rate, positive
 * @param steps length of the whole in steps, positive
 * @param rise share of the steps before the peak, between 0 and 1
 * @param initialDivisor the first rate is the peak divided by this, at least 1
 * @param finalDivisor the last rate is the peak divided by this, at least 1
 * @see <a href="https://arxiv.org/abs/1708.07120">Smith, Topin 2017</a>
 */
public record OneCycle(
    double peak, double steps, double rise, double initialDivisor, double finalDivisor)
    implements LearningRate {

  /** Checks the numbers. */
  public OneCycle {
    Rules.requirePositive("peak", peak);
    Rules.requirePositive("steps", steps);
    if (!(rise > 0 && rise < 1)) {
      throw new IllegalArgumentException("rise must lie between 0 and 1 (got %s)".formatted(rise));
    }
    if (!(initialDivisor >= 1 && finalDivisor >= 1)) {
      throw new IllegalArgumentException(
          "divisors must be at least 1 (got %s and %s)".formatted(initialDivisor, finalDivisor));
    }
  }

  /**
   * A peak after 30 % of the steps, 25 times the first rate and 10,000 times the last.
   *
   * @param peak largest rate, positive
   * @param steps length of the whole in steps, positive
   */
  public OneCycle(double peak, double steps) {
    this(peak, steps, 0.3, 25, 1e4);
  }

  @Override
  public Operand<TFloat64> at(Ops tf, Operand<TFloat64> step) {
    Operand<TFloat64> top = tf.constant(rise * steps);
    Operand<TFloat64> before = tf.math.div(step, top);
    Operand<TFloat64> after =
        tf.math.minimum(
            tf.math.div(tf.math.sub(step, top), tf.constant((1 - rise) * steps)), tf.constant(1.0));
    return tf.select(
        tf.math.less(step, top),
        CosineCurve.between(tf, peak / initialDivisor, peak, before),
        CosineCurve.between(tf, peak, peak / finalDivisor, after));
  }
}
