package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The root of the mean over all batches of the squared error.
 *
 * @param name name in histories
 */
public record RootMeanSquaredError(String name) implements MeanMetric {

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    return StandardLoss.MEAN_SQUARED_ERROR.values(tf, target, prediction);
  }

  @Override
  public double result(double[] sums) {
    return Math.sqrt(MeanMetric.super.result(sums));
  }
}
