package io.github.lmu4j.train.optimizers;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.train.ApplyMomentum;
import org.tensorflow.types.family.TFloating;

/**
 * Gradient descent, with momentum: {@code v = momentum v - rate g; w = w + v}, or Nesterov's {@code
 * w = w + momentum v - rate g}.
 *
 * @param momentum share of the last step that is taken again, in [0, 1]
 * @param nesterov whether the step looks ahead
 */
public record Sgd(double momentum, boolean nesterov) implements UpdateRule {

  /** Checks the momentum. */
  public Sgd {
    Rules.requireShare("momentum", momentum);
  }

  /** Without momentum. */
  public Sgd() {
    this(0, false);
  }

  @Override
  public String kerasName() {
    return "sgd";
  }

  @Override
  public String kerasClass() {
    return "SGD";
  }

  @Override
  public Map<String, Object> kerasArguments() {
    return Map.of("momentum", momentum, "nesterov", nesterov);
  }

  @Override
  public List<Slot> slots() {
    return momentum == 0 ? List.of() : List.of(new Slot("momentum", 0));
  }

  @Override
  public Sgd withMomentum(double value) {
    return new Sgd(value, nesterov);
  }

  @Override
  public <T extends TFloating> WeightUpdate<T> at(UpdateStep<T> step) {
    if (momentum == 0) {
      return (tf, weight, gradient, slots) ->
          tf.train.applyGradientDescent(weight, step.learningRate(), gradient);
    }
    // TensorFlow's kernel multiplies by the rate when it takes v; Keras when it makes v, which
    // matters once the rate changes. Scaled gradients and a rate of -1 make the one the other.
    Operand<T> minusRate = step.tf().math.neg(step.learningRate());
    Operand<T> minusOne = step.constant(-1);
    Operand<T> share = step.constant(momentum);
    return (tf, weight, gradient, slots) ->
        tf.train.applyMomentum(
            weight,
            slots.get(0),
            minusOne,
            tf.math.mul(gradient, minusRate),
            share,
            ApplyMomentum.useNesterov(nesterov));
  }
}
