package io.github.lmu4j.train.objectives;

import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** Losses of real numbers that have no settings: the mean over the last axis of an error. */
public enum RegressionLoss implements Loss {
  /** (y - x)^2. */
  MEAN_SQUARED_ERROR {
    @Override
    <T extends TFloating> Operand<T> errors(Ops tf, Operand<T> target, Operand<T> prediction) {
      return tf.math.squaredDifference(prediction, target);
    }
  },
  /** |y - x|. */
  MEAN_ABSOLUTE_ERROR {
    @Override
    <T extends TFloating> Operand<T> errors(Ops tf, Operand<T> target, Operand<T> prediction) {
      return tf.math.abs(tf.math.sub(prediction, target));
    }
  };

  abstract <T extends TFloating> Operand<T> errors(
      Ops tf, Operand<T> target, Operand<T> prediction);

  @Override
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    Operand<T> like = tf.dtypes.cast(target, prediction.type());
    return tf.math.mean(errors(tf, like, prediction), tf.constant(-1));
  }
}
