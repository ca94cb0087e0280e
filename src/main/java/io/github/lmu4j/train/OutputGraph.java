package io.github.lmu4j.train;

import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.train.objectives.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.PlaceholderWithDefault;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * What one output is compared with.
 *
 * @param <T> dtype
 * @param objective what the output is trained for
 * @param target placeholder
 * @param weights what each sample counts; ones if not fed
 */
record OutputGraph<T extends TFloating>(
    Objective objective, Placeholder<? extends TNumber> target, PlaceholderWithDefault<T> weights) {

  static <T extends TFloating> OutputGraph<T> build(
      Ops tf, Objective objective, Operand<T> output) {
    Shape samples = output.shape().take(output.shape().numDimensions() - 1);
    Placeholder<? extends TNumber> target =
        objective.loss().isSparse()
            ? tf.withName("target").placeholder(TInt32.class, Placeholder.shape(samples))
            : tf.withName("target").placeholder(output.type(), Placeholder.shape(output.shape()));
    long[] ones = new long[samples.numDimensions()];
    Arrays.fill(ones, 1);
    Operand<T> one = tf.fill(tf.constant(ones), tf.dtypes.cast(tf.constant(1), output.type()));
    long[] unknown = new long[ones.length];
    Arrays.fill(unknown, Shape.UNKNOWN_SIZE);
    return new OutputGraph<>(
        objective,
        target,
        tf.withName("sample_weight").placeholderWithDefault(one, Shape.of(unknown)));
  }

  /** The loss of this output, without the objective's factor. */
  Operand<T> loss(Ops tf, Signal<T> output) {
    Operand<T> values = objective.loss().values(tf, target, output.value(tf));
    Optional<Operand<TBool>> counted = objective.loss().counted(tf, target);
    Optional<Operand<TBool>> both =
        counted.isPresent() && output.mask().isPresent()
            ? Optional.of(tf.math.logicalAnd(counted.get(), output.mask().get()))
            : output.mask().or(() -> counted);
    return objective.reduction().reduce(tf, values, Optional.of(weights), both);
  }

  /** The sums of all metrics, one list a metric. */
  List<List<Operand<T>>> sums(Ops tf, Signal<T> output) {
    Operand<T> prediction = output.value(tf);
    Optional<Operand<T>> mask =
        output.mask().map(m -> (Operand<T>) tf.dtypes.cast(m, prediction.type()));
    Operand<T> both = mask.isPresent() ? tf.math.mul(weights, mask.get()) : weights;
    List<List<Operand<T>>> sums = new ArrayList<>();
    for (Metric metric : objective.metrics()) {
      sums.add(metric.sums(tf, target, prediction, mask));
    }
    for (Metric metric : objective.weightedMetrics()) {
      sums.add(metric.sums(tf, target, prediction, Optional.of(both)));
    }
    return sums;
  }
}
