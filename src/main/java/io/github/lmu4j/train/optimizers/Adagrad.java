package io.github.lmu4j.train.optimizers;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * Adagrad: {@code a = a + g^2; w = w - rate g / sqrt(a + epsilon)}.
 *
 * @param initialAccumulator first value of a, not negative
 * @param epsilon added under the root
 * @see <a href="https://jmlr.org/papers/v12/duchi11a.html">Duchi, Hazan, Singer 2011</a>
 */
public record Adagrad(double initialAccumulator, double epsilon) implements UpdateRule {

  /** Checks the numbers. */
  public Adagrad {
    Rules.requireNotNegative("initialAccumulator", initialAccumulator);
    Rules.requireNotNegative("epsilon", epsilon);
  }

  /** With Keras' defaults: 0.1, 1e-7. */
  public Adagrad() {
    this(0.1, 1e-7);
  }

  @Override
  public String kerasName() {
    return "adagrad";
  }

  @Override
  public String kerasClass() {
    return "Adagrad";
  }

  @Override
  public Map<String, Object> kerasArguments() {
    return Map.of("initial_accumulator_value", initialAccumulator, "epsilon", epsilon);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("accumulator", initialAccumulator));
  }

  @Override
  public <T extends TFloating> WeightUpdate<T> at(UpdateStep<T> step) {
    Operand<T> eps = step.constant(epsilon);
    // TensorFlow's kernels add epsilon to the root, or not at all; Keras adds it under the root.
    return (tf, weight, gradient, slots) -> {
      Operand<T> sum = tf.assignAdd(slots.get(0), tf.math.square(gradient));
      Operand<T> root = tf.math.sqrt(tf.math.add(sum, eps));
      return tf.assignSub(weight, tf.math.div(tf.math.mul(step.learningRate(), gradient), root));
    };
  }
}
