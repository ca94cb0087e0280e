package io.github.lmu4j.train.objectives;

import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * Losses without settings, of a target of the prediction's shape. With y the target and x the
 * prediction, the mean over the last axis unless said otherwise.
 */
public enum StandardLoss implements Loss {
  /** (y - x)^2. */
  MEAN_SQUARED_ERROR {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      return mean(tf, tf.math.squaredDifference(prediction, target));
    }
  },
  /** |y - x|. */
  MEAN_ABSOLUTE_ERROR {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      return mean(tf, tf.math.abs(tf.math.sub(target, prediction)));
    }
  },
  /** 100 |y - x| / max(|y|, 1e-7). */
  MEAN_ABSOLUTE_PERCENTAGE_ERROR {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      Operand<T> size = tf.math.maximum(tf.math.abs(target), like(tf, target, EPSILON));
      Operand<T> error = tf.math.abs(tf.math.div(tf.math.sub(target, prediction), size));
      return tf.math.mul(mean(tf, error), like(tf, error, 100));
    }
  },
  /** (log(1 + y) - log(1 + x))^2, with x and y at least 1e-7. */
  MEAN_SQUARED_LOGARITHMIC_ERROR {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      return mean(tf, tf.math.squaredDifference(log(tf, prediction), log(tf, target)));
    }

    private <T extends TFloating> Operand<T> log(Ops tf, Operand<T> x) {
      return tf.math.log(tf.math.add(tf.math.maximum(x, like(tf, x, EPSILON)), like(tf, x, 1)));
    }
  },
  /** log(cosh(x - y)). */
  LOG_COSH {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      Operand<T> error = tf.math.sub(prediction, target);
      Operand<T> rest = tf.math.softplus(tf.math.mul(error, like(tf, error, -2)));
      return mean(tf, tf.math.sub(tf.math.add(error, rest), like(tf, error, Math.log(2))));
    }
  },
  /** x - y log(x + 1e-7). */
  POISSON {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      Operand<T> log = tf.math.log(tf.math.add(prediction, like(tf, prediction, EPSILON)));
      return mean(tf, tf.math.sub(prediction, tf.math.mul(target, log)));
    }
  },
  /** The sum of y log(y / x), with x and y in [1e-7, 1]. */
  KL_DIVERGENCE {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      Operand<T> least = like(tf, prediction, EPSILON);
      Operand<T> one = like(tf, prediction, 1);
      Operand<T> y = tf.clipByValue(target, least, one);
      Operand<T> x = tf.clipByValue(prediction, least, one);
      return sum(tf, tf.math.mul(y, tf.math.log(tf.math.div(y, x))));
    }
  },
  /** max(1 - y x, 0), with y of -1 and 1; if all y are 0 or 1, 0 is taken for -1. */
  HINGE {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      return mean(tf, Signs.margin(tf, target, prediction));
    }
  },
  /** max(1 - y x, 0)^2, with y as for the hinge. */
  SQUARED_HINGE {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      return mean(tf, tf.math.square(Signs.margin(tf, target, prediction)));
    }
  },
  /** max(max((1 - y) x) - sum(y x) + 1, 0). */
  CATEGORICAL_HINGE {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      Operand<T> one = like(tf, prediction, 1);
      Operand<T> others = tf.math.mul(tf.math.sub(one, target), prediction);
      Operand<T> wrong = tf.reduceMax(others, tf.constant(-1));
      Operand<T> right = sum(tf, tf.math.mul(target, prediction));
      return tf.nn.relu(tf.math.add(tf.math.sub(wrong, right), one));
    }
  },
  /** The negative cosine of the angle between x and y. */
  COSINE_SIMILARITY {
    @Override
    <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction) {
      return tf.math.neg(CosineSimilarity.of(tf, target, prediction));
    }
  };

  abstract <T extends TFloating> Operand<T> of(Ops tf, Operand<T> target, Operand<T> prediction);

  @Override
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    return of(tf, tf.dtypes.cast(target, prediction.type()), prediction);
  }

  private static <T extends TFloating> Operand<T> like(Ops tf, Operand<T> operand, double value) {
    return tf.constantOfSameType(operand, value);
  }

  private static <T extends TFloating> Operand<T> mean(Ops tf, Operand<T> values) {
    return tf.math.mean(values, tf.constant(-1));
  }

  private static <T extends TFloating> Operand<T> sum(Ops tf, Operand<T> values) {
    return tf.sum(values, tf.constant(-1));
  }
}
