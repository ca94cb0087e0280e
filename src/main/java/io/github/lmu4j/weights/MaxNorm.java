package io.github.lmu4j.weights;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * No vector longer than a given length.
 *
 * @param maxValue the greatest length, not negative
 * @param axes axes of the weight that make a vector; 0 for the inputs of each unit of a Dense
 */
public record MaxNorm(double maxValue, List<Integer> axes) implements Constraint {

  /** Takes a copy of the list. */
  public MaxNorm {
    axes = List.copyOf(axes);
  }

  @Override
  public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
    return new MinMaxNorm(0, maxValue, 1, axes).apply(tf, weight);
  }
}
