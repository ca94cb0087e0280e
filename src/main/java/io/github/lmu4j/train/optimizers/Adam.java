package io.github.lmu4j.train.optimizers;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Adam: {@code m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; w = w - rate sqrt(1 -
 * beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)}. AMSGrad takes the largest v so far.
 *
 * @param beta1 decay of the mean of gradients, in [0, 1)
 * @param beta2 decay of the mean of squared gradients, in [0, 1)
 * @param epsilon added to the root
 * @param amsgrad whether v never shrinks
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma, Ba 2014, the form before section 2.1</a>
 */
public record Adam(double beta1, double beta2, double epsilon, boolean amsgrad)
    implements UpdateRule {

  /** Checks the numbers. */
  public Adam {
    Rules.requireDecay("beta1", beta1);
    Rules.requireDecay("beta2", beta2);
    Rules.requireNotNegative("epsilon", epsilon);
  }

  /** With Keras' defaults: 0.9, 0.999, 1e-7. */
  public Adam() {
    this(0.9, 0.999, 1e-7, false);
  }

  @Override
  public String kerasName() {
    return "adam";
  }

  @Override
  public String kerasClass() {
    return "Adam";
  }

  @Override
  public Map<String, Object> kerasArguments() {
    return Map.of("beta_1", beta1, "beta_2", beta2, "epsilon", epsilon, "amsgrad", amsgrad);
  }

  @Override
  public List<Slot> slots() {
    List<Slot> plain = List.of(new Slot("momentum", 0), new Slot("velocity", 0));
    return amsgrad ? List.of(plain.get(0), plain.get(1), new Slot("velocity_hat", 0)) : plain;
  }

  @Override
  public <T extends TFloating> WeightUpdate<T> at(UpdateStep<T> step) {
    Operand<T> power1 = step.power(beta1);
    Operand<T> power2 = step.power(beta2);
    if (amsgrad) {
      Ops tf = step.tf();
      Operand<T> one = step.constant(1);
      Operand<T> correction = tf.math.sqrt(tf.math.sub(one, power2));
      Operand<T> rate =
          tf.math.div(tf.math.mul(step.learningRate(), correction), tf.math.sub(one, power1));
      return amsgrad(step, rate);
    }
    Operand<T> b1 = step.constant(beta1);
    Operand<T> b2 = step.constant(beta2);
    Operand<T> eps = step.constant(epsilon);
    return (tf, weight, gradient, slots) ->
        tf.train.applyAdam(
            weight,
            slots.get(0),
            slots.get(1),
            power1,
            power2,
            step.learningRate(),
            b1,
            b2,
            eps,
            gradient);
  }

  /** TensorFlow's kernel for AMSGrad takes resource variables only. */
  private <T extends TFloating> WeightUpdate<T> amsgrad(UpdateStep<T> step, Operand<T> rate) {
    Operand<T> rest1 = step.constant(1 - beta1);
    Operand<T> rest2 = step.constant(1 - beta2);
    Operand<T> eps = step.constant(epsilon);
    return (tf, weight, gradient, slots) -> {
      Operand<T> m = slots.get(0);
      Operand<T> v = slots.get(1);
      m = tf.assignAdd(m, tf.math.mul(tf.math.sub(gradient, m), rest1));
      v = tf.assignAdd(v, tf.math.mul(tf.math.sub(tf.math.square(gradient), v), rest2));
      Operand<T> largest = tf.assign(slots.get(2), tf.math.maximum(slots.get(2), v));
      Operand<T> root = tf.math.add(tf.math.sqrt(largest), eps);
      return tf.assignSub(weight, tf.math.div(tf.math.mul(m, rate), root));
    };
  }
}
