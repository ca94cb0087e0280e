package io.github.lmu4j.train.objectives;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * Numbers of yes in a batch.
 *
 * @param <T> dtype
 * @param hits both predicted and true
 * @param predicted predicted
 * @param actual true
 */
record Positives<T extends TFloating>(Operand<T> hits, Operand<T> predicted, Operand<T> actual) {

  static <T extends TFloating> Positives<T> of(
      Ops tf,
      Operand<? extends TNumber> target,
      Operand<T> prediction,
      double threshold,
      Optional<Operand<T>> weights) {
    Operand<T> yes = tf.dtypes.cast(Hits.above(tf, prediction, threshold), prediction.type());
    Operand<T> truth = tf.dtypes.cast(Hits.above(tf, target, 0), prediction.type());
    Operand<T> counted =
        weights.isPresent() ? tf.math.mul(yes, tf.expandDims(weights.get(), tf.constant(-1))) : yes;
    Operand<T> wanted =
        weights.isPresent()
            ? tf.math.mul(truth, tf.expandDims(weights.get(), tf.constant(-1)))
            : truth;
    return new Positives<>(
        Reduction.sum(tf, tf.math.mul(counted, truth)),
        Reduction.sum(tf, counted),
        Reduction.sum(tf, wanted));
  }
}
