package io.github.lmu4j.train.optimizers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * One rate up to and including each boundary, and a last one after them.
 *
 * @param boundaries steps, ascending
 * @param values rates, one more than boundaries
 */
public record PiecewiseConstantDecay(List<Long> boundaries, List<Double> values)
    implements LearningRate {

  /** Checks numbers and order, and takes copies. */
  public PiecewiseConstantDecay {
    boundaries = List.copyOf(boundaries);
    values = List.copyOf(values);
    if (values.size() != boundaries.size() + 1) {
      throw new IllegalArgumentException(
          "%d boundaries need one more values than that (got %d)"
              .formatted(boundaries.size(), values.size()));
    }
    for (int i = 1; i < boundaries.size(); i++) {
      if (boundaries.get(i) <= boundaries.get(i - 1)) {
        throw new IllegalArgumentException("boundaries must ascend (got %s)".formatted(boundaries));
      }
    }
    values.forEach(value -> Rules.requireNotNegative("a rate", value));
  }

  @Override
  public Operand<TFloat64> at(Ops tf, Operand<TFloat64> step) {
    Operand<TFloat64> rate = tf.constant(values.get(0));
    for (int i = 0; i < boundaries.size(); i++) {
      var passed = tf.math.greater(step, tf.constant((double) boundaries.get(i)));
      rate = tf.select(passed, tf.constant(values.get(i + 1)), rate);
    }
    return rate;
  }
}
