package io.github.lmu4j.train.objectives;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The share of numbers that are 1 where predictions are above a threshold, and 0 elsewhere.
 *
 * @param name name in histories
 * @param threshold where yes begins; Keras' default is 0.5
 */
public record BinaryAccuracy(String name, double threshold) implements MeanMetric {

  /** Keras' default. */
  static final double HALF = 0.5;

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    return Hits.sameSide(tf, target, prediction, threshold);
  }
}
