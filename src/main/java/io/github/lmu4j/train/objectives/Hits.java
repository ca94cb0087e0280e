package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** Ones where a prediction is right. */
final class Hits {

  private Hits() {}

  /** Whether targets are class numbers, which lack the prediction's last axis. */
  static boolean areClasses(Operand<? extends TNumber> target, Operand<?> prediction) {
    return target.shape().numDimensions() < prediction.shape().numDimensions();
  }

  /** Class numbers, or the largest entries of distributions. */
  static Operand<TInt32> classes(Ops tf, Operand<? extends TNumber> target, Operand<?> prediction) {
    return areClasses(target, prediction)
        ? tf.dtypes.cast(target, TInt32.class)
        : largest(tf, target);
  }

  private static Operand<TInt32> largest(Ops tf, Operand<? extends TNumber> x) {
    return tf.math.argMax(x, tf.constant(-1), TInt32.class);
  }

  static <T extends TFloating> Operand<T> sameClass(
      Ops tf, Operand<TInt32> classes, Operand<T> prediction) {
    return tf.dtypes.cast(tf.math.equal(classes, largest(tf, prediction)), prediction.type());
  }

  /** Whether each number is above a threshold. */
  static <T extends TNumber> Operand<TBool> above(Ops tf, Operand<T> x, double threshold) {
    return tf.math.greater(x, tf.constantOfSameType(x, threshold));
  }

  /** The mean over the last axis of whether yes and no are told apart by the threshold. */
  static <T extends TFloating> Operand<T> sameSide(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction, double threshold) {
    Operand<T> side = tf.dtypes.cast(above(tf, prediction, threshold), prediction.type());
    Operand<T> wanted = tf.dtypes.cast(target, prediction.type());
    Operand<T> same = tf.dtypes.cast(tf.math.equal(wanted, side), prediction.type());
    return tf.math.mean(same, tf.constant(-1));
  }
}
