package io.github.lmu4j.train.optimizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Half a period of the cosine. */
final class CosineCurve {

  private CosineCurve() {}

  /** From one value at fraction 0 to another at fraction 1. */
  static Operand<TFloat64> between(Ops tf, double from, double to, Operand<TFloat64> fraction) {
    return tf.math.add(tf.constant(to), tf.math.mul(tf.constant(from - to), fall(tf, fraction)));
  }

  /** From 1 at fraction 0 to 0 at fraction 1. */
  static Operand<TFloat64> fall(Ops tf, Operand<TFloat64> fraction) {
    Operand<TFloat64> half = tf.constant(0.5);
    Operand<TFloat64> cosine = tf.math.cos(tf.math.mul(tf.constant(Math.PI), fraction));
    return tf.math.add(half, tf.math.mul(half, cosine));
  }
}
