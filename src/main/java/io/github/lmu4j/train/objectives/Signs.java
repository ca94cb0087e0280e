package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/** Targets of -1 and 1. */
final class Signs {

  private Signs() {}

  /** max(1 - y x, 0), with y of -1 and 1. */
  static <T extends TFloating> Operand<T> margin(Ops tf, Operand<T> target, Operand<T> prediction) {
    Operand<T> one = tf.constantOfSameType(prediction, 1);
    Operand<T> product = tf.math.mul(signs(tf, target), prediction);
    return tf.nn.relu(tf.math.sub(one, product));
  }

  /** Targets of which all are 0 or 1 are taken for truth values. */
  private static <T extends TFloating> Operand<T> signs(Ops tf, Operand<T> target) {
    Operand<T> zero = tf.constantOfSameType(target, 0);
    Operand<T> one = tf.constantOfSameType(target, 1);
    Operand<T> two = tf.constantOfSameType(target, 2);
    Operand<TBool> truth =
        tf.math.logicalOr(tf.math.equal(target, zero), tf.math.equal(target, one));
    Operand<TBool> all = tf.all(tf.reshape(truth, tf.array(-1)), tf.constant(0));
    return tf.select(all, tf.math.sub(tf.math.mul(two, target), one), target);
  }
}
