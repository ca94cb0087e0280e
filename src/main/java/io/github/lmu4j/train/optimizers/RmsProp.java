package io.github.lmu4j.train.optimizers;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * RMSprop: {@code v = rho v + (1 - rho) g^2; s = momentum s + rate g / sqrt(v + epsilon); w = w -
 * s}. Centered, the square of the mean gradient is taken off v under the root.
 *
 * @param rho decay of the means, in [0, 1)
 * @param momentum share of the last step that is taken again, in [0, 1]
 * @param epsilon added under the root
 * @param centered whether gradients are divided by their deviation
 * @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Hinton
 *     2012</a>
 */
public record RmsProp(double rho, double momentum, double epsilon, boolean centered)
    implements UpdateRule {

  /** Checks the numbers. */
  public RmsProp {
    Rules.requireDecay("rho", rho);
    Rules.requireShare("momentum", momentum);
    Rules.requireNotNegative("epsilon", epsilon);
  }

  /** With Keras' defaults: 0.9, no momentum, 1e-7. */
  public RmsProp() {
    this(0.9, 0, 1e-7, false);
  }

  @Override
  public String kerasName() {
    return "rmsprop";
  }

  @Override
  public String kerasClass() {
    return "RMSprop";
  }

  @Override
  public Map<String, Object> kerasArguments() {
    return Map.of("rho", rho, "momentum", momentum, "epsilon", epsilon, "centered", centered);
  }

  @Override
  public List<Slot> slots() {
    Slot velocity = new Slot("velocity", 0);
    Slot step = new Slot("momentum", 0);
    return centered
        ? List.of(velocity, step, new Slot("average_gradient", 0))
        : List.of(velocity, step);
  }

  @Override
  public RmsProp withMomentum(double value) {
    return new RmsProp(rho, value, epsilon, centered);
  }

  @Override
  public <T extends TFloating> WeightUpdate<T> at(UpdateStep<T> step) {
    Operand<T> rate = step.learningRate();
    Operand<T> decay = step.constant(rho);
    Operand<T> share = step.constant(momentum);
    Operand<T> eps = step.constant(epsilon);
    return centered
        ? (tf, weight, gradient, slots) ->
            tf.train.applyCenteredRmsProp(
                weight, slots.get(2), slots.get(0), slots.get(1), rate, decay, share, eps, gradient)
        : (tf, weight, gradient, slots) ->
            tf.train.applyRmsProp(
                weight, slots.get(0), slots.get(1), rate, decay, share, eps, gradient);
  }
}
