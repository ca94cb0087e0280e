package io.github.lmu4j.train.objectives;

import java.util.Arrays;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** How one number is made of the losses of all samples. */
public enum Reduction {
  /**
   * The sum of losses times weights, divided by the number of losses. A mask makes it the number of
   * those that count.
   */
  SUM_OVER_BATCH_SIZE,
  /** The sum of losses times weights. */
  SUM,
  /** The mean of losses, weighted by weights: their sum is what is divided by. */
  MEAN_WITH_SAMPLE_WEIGHT;

  /**
   * Reduces.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param values loss of every sample, any shape
   * @param weights what each loss counts, of a shape that broadcasts to that of the values
   * @param mask which losses count at all, of the values' shape
   * @return scalar
   */
  public <T extends TFloating> Operand<T> reduce(
      Ops tf, Operand<T> values, Optional<Operand<T>> weights, Optional<Operand<TBool>> mask) {
    Optional<Operand<T>> counted = mask.map(m -> maskWeights(tf, m, values.type()));
    Optional<Operand<T>> all =
        weights.isPresent() && counted.isPresent()
            ? Optional.of(tf.math.mul(weights.get(), counted.get()))
            : weights.or(() -> counted);
    Operand<T> weighted = all.isPresent() ? tf.math.mul(values, all.get()) : values;
    return switch (this) {
      case SUM -> sum(tf, weighted);
      case SUM_OVER_BATCH_SIZE -> tf.math.mean(weighted, allAxes(tf, weighted.shape()));
      case MEAN_WITH_SAMPLE_WEIGHT ->
          all.isEmpty()
              ? tf.math.mean(weighted, allAxes(tf, weighted.shape()))
              : tf.math.divNoNan(
                  sum(tf, weighted), sum(tf, tf.math.add(all.get(), tf.zerosLike(values))));
    };
  }

  private <T extends TFloating> Operand<T> maskWeights(Ops tf, Operand<TBool> mask, Class<T> type) {
    Operand<T> ones = tf.dtypes.cast(mask, type);
    if (this != SUM_OVER_BATCH_SIZE) {
      return ones;
    }
    Operand<T> total = tf.dtypes.cast(tf.size(mask), type);
    return tf.math.mul(ones, tf.math.divNoNan(total, sum(tf, ones)));
  }

  static <T extends TFloating> Operand<T> sum(Ops tf, Operand<T> values) {
    return tf.reduceSum(values, allAxes(tf, values.shape()), ReduceSum.keepDims(false));
  }

  /** A constant for each rank: the kernels then know what they reduce before the run. */
  private static Operand<TInt32> allAxes(Ops tf, Shape shape) {
    int[] axes = new int[shape.numDimensions()];
    Arrays.setAll(axes, i -> i);
    return tf.constant(axes);
  }
}
