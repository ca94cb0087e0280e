package io.github.lmu4j.train.optimizers;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Adam with Nesterov momentum: with {@code u_t = beta1 (1 - 0.96^t / 2)} and U_t the product of u_1
 * to u_t, {@code w = w - rate (u_(t+1) m / (1 - U_(t+1)) + (1 - u_t) g / (1 - U_t)) / (sqrt(v / (1
 * - beta2^t)) + epsilon)}.
 *
 * @param beta1 decay of the mean of gradients, in [0, 1)
 * @param beta2 decay of the mean of squared gradients, in [0, 1)
 * @param epsilon added to the root
 * @see <a href="https://cs229.stanford.edu/proj2015/054_report.pdf">Dozat 2015</a>
 */
public record Nadam(double beta1, double beta2, double epsilon) implements UpdateRule {

  private static final double DECAY = 0.96;

  /** Checks the numbers. */
  public Nadam {
    Rules.requireDecay("beta1", beta1);
    Rules.requireDecay("beta2", beta2);
    Rules.requireNotNegative("epsilon", epsilon);
  }

  /** With Keras' defaults: 0.9, 0.999, 1e-7. */
  public Nadam() {
    this(0.9, 0.999, 1e-7);
  }

  @Override
  public String kerasName() {
    return "nadam";
  }

  @Override
  public String kerasClass() {
    return "Nadam";
  }

  @Override
  public Map<String, Object> kerasArguments() {
    return Map.of("beta_1", beta1, "beta_2", beta2, "epsilon", epsilon);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("momentum", 0), new Slot("velocity", 0));
  }

  @Override
  public List<Slot> globals() {
    return List.of(new Slot("u_product", 1));
  }

  @Override
  public <T extends TFloating> WeightUpdate<T> at(UpdateStep<T> step) {
    Ops tf = step.tf();
    Operand<T> one = step.constant(1);
    Operand<T> power = step.power(DECAY);
    Operand<T> now = momentum(step, power);
    Operand<T> next = momentum(step, tf.math.mul(power, step.constant(DECAY)));
    Operand<T> stored = step.globals().get(0);
    Operand<T> product = step.ready().assign(stored, step.ready().math.mul(stored, now));
    Operand<T> ofMean = tf.math.div(next, tf.math.sub(one, tf.math.mul(product, next)));
    Operand<T> ofGradient = tf.math.div(tf.math.sub(one, now), tf.math.sub(one, product));
    Operand<T> correction = tf.math.sub(one, step.power(beta2));
    return update(step, ofMean, ofGradient, correction);
  }

  private <T extends TFloating> Operand<T> momentum(UpdateStep<T> step, Operand<T> power) {
    Ops tf = step.tf();
    return tf.math.sub(step.constant(beta1), tf.math.mul(step.constant(beta1 / 2), power));
  }

  private <T extends TFloating> WeightUpdate<T> update(
      UpdateStep<T> step, Operand<T> ofMean, Operand<T> ofGradient, Operand<T> correction) {
    Operand<T> rest1 = step.constant(1 - beta1);
    Operand<T> rest2 = step.constant(1 - beta2);
    Operand<T> eps = step.constant(epsilon);
    return (tf, weight, gradient, slots) -> {
      Operand<T> m = slots.get(0);
      Operand<T> v = slots.get(1);
      m = tf.assignAdd(m, tf.math.mul(tf.math.sub(gradient, m), rest1));
      v = tf.assignAdd(v, tf.math.mul(tf.math.sub(tf.math.square(gradient), v), rest2));
      Operand<T> mean = tf.math.add(tf.math.mul(ofMean, m), tf.math.mul(ofGradient, gradient));
      Operand<T> root = tf.math.add(tf.math.sqrt(tf.math.div(v, correction)), eps);
      return tf.assignSub(weight, tf.math.div(tf.math.mul(mean, step.learningRate()), root));
    };
  }
}
