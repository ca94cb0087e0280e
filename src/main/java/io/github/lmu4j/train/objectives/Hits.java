package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** Ones where a prediction is right. */
final class Hits {

  private Hits() {}

  static Operand<TInt32> largest(Ops tf, Operand<? extends TNumber> x) {
    return tf.math.argMax(x, tf.constant(-1), TInt32.class);
  }

  static <T extends TFloating> Operand<T> sameClass(
      Ops tf, Operand<TInt32> target, Operand<TInt32> predicted, Class<T> type) {
    return tf.dtypes.cast(tf.math.equal(target, predicted), type);
  }

  /** The mean over the last axis of whether both lie on the same side of the threshold. */
  static <T extends TFloating> Operand<T> sameSide(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction, double threshold) {
    Operand<T> wanted = tf.dtypes.cast(target, prediction.type());
    Operand<T> limit = tf.constantOfSameType(prediction, threshold);
    Operand<T> side = tf.dtypes.cast(tf.math.greater(prediction, limit), prediction.type());
    Operand<T> same = tf.dtypes.cast(tf.math.equal(wanted, side), prediction.type());
    return tf.math.mean(same, tf.constant(-1));
  }
}
