package io.github.lmu4j.train.objectives;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The share of true numbers among those predicted as true.
 *
 * @param name name in histories
 * @param threshold where yes begins; Keras' default is 0.5
 */
public record Precision(String name, double threshold) implements Metric {

  @Override
  public <T extends TFloating> List<Operand<T>> sums(
      Ops tf,
      Operand<? extends TNumber> target,
      Operand<T> prediction,
      Optional<Operand<T>> weights) {
    Positives<T> positives = Positives.of(tf, target, prediction, threshold, weights);
    return List.of(positives.hits(), positives.predicted());
  }
}
