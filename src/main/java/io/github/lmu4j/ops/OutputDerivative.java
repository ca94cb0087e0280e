package io.github.lmu4j.ops;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.SigmoidGrad;
import org.tensorflow.op.math.TanhGrad;
import org.tensorflow.op.nn.ReluGrad;
import org.tensorflow.types.family.TFloating;

/** The derivatives of those activations whose output tells all that is needed of their input. */
final class OutputDerivative {

  /** The gradient of an activation's input. */
  @FunctionalInterface
  interface Rule {
    /**
     * Multiplies by the derivative.
     *
     * @param output the activation's output
     * @param gradient the gradient of the output
     */
    <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> output, Operand<T> gradient);
  }

  private static final Map<Activation, Rule> RULES = new EnumMap<>(Activation.class);

  static {
    RULES.put(Activation.LINEAR, OutputDerivative::linear);
    RULES.put(Activation.RELU, OutputDerivative::relu);
    RULES.put(Activation.TANH, OutputDerivative::tanh);
    RULES.put(Activation.SIGMOID, OutputDerivative::sigmoid);
  }

  private OutputDerivative() {}

  static Optional<Rule> of(Activation activation) {
    return Optional.ofNullable(RULES.get(activation));
  }

  private static <T extends TFloating> Operand<T> linear(Ops tf, Operand<T> y, Operand<T> dy) {
    return dy;
  }

  private static <T extends TFloating> Operand<T> relu(Ops tf, Operand<T> y, Operand<T> dy) {
    return ReluGrad.create(tf.scope(), dy, y);
  }

  private static <T extends TFloating> Operand<T> tanh(Ops tf, Operand<T> y, Operand<T> dy) {
    return TanhGrad.create(tf.scope(), y, dy);
  }

  private static <T extends TFloating> Operand<T> sigmoid(Ops tf, Operand<T> y, Operand<T> dy) {
    return SigmoidGrad.create(tf.scope(), y, dy);
  }
}
