package io.github.lmu4j.cells;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.WeightScope;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
 * 2000).
 *
 * <p>With {@code z = x kernel + h recurrent_kernel + bias} in four parts i, f, g, o: {@code c' =
 * s(f) c + s(i) a(g)}, {@code h' = s(o) a(c')}, where a is the activation and s the recurrent
 * activation.
 *
 * <p>Shapes: x (batch, inputSize); states h, then c, (batch, units) each; the output is h.
 *
 * @param units size of each state
 * @param activation of the candidate and the output; Keras' default is tanh
 * @param recurrentActivation of the gates; Keras' default is sigmoid
 * @param unitForgetBias whether the forget gate's bias begins with ones
 * @param weights kernels, bias and dropout
 */
public record LstmCell(
    int units,
    Activation activation,
    Activation recurrentActivation,
    boolean unitForgetBias,
    RecurrentWeights weights)
    implements Cell {

  private static final int GATES = 4;

  /** Checks the size. */
  public LstmCell {
    RecurrentWeights.requireUnits(units);
  }

  /**
   * A cell with Keras' defaults.
   *
   * @param units size of each state
   * @return the cell
   */
  public static LstmCell of(int units) {
    return new LstmCell(units, Activation.TANH, Activation.SIGMOID, true, RecurrentWeights.DEFAULT);
  }

  @Override
  public List<Integer> stateSizes(int inputSize) {
    return List.of(units, units);
  }

  @Override
  public int outputSize(int inputSize) {
    return units;
  }

  @Override
  public boolean isRecurrent() {
    return true;
  }

  @Override
  public <T extends TFloating> CellFunction<T> build(WeightScope<T> scope, int inputSize) {
    RecurrentParameters<T> parameters =
        weights.build(
            scope, inputSize, units, GATES, Shape.of((long) GATES * units), biasInitializer());
    return new Function<>(activation, recurrentActivation, parameters);
  }

  private Initializer biasInitializer() {
    Initializer rest = weights.bias().initializer();
    if (!unitForgetBias) {
      return rest;
    }
    return (shape, random) -> {
      double[] values = rest.values(shape, random);
      Arrays.fill(values, units, 2 * units, 1);
      return values;
    };
  }

  private record Function<T extends TFloating>(
      Activation activation, Activation recurrentActivation, RecurrentParameters<T> own)
      implements CellFunction<T> {

    @Override
    public Parameters<T> parameters(Ops tf, Operand<TInt64> batch, Pass pass) {
      return own.list(tf, batch, pass);
    }

    @Override
    public Operand<T> project(Ops tf, Signal<T> input, Parameters<T> parameters) {
      return own.plusBias(tf, own.times(tf, input, parameters), parameters);
    }

    @Override
    public Step<T> step(
        Ops tf, Operand<T> projected, List<Operand<T>> states, Parameters<T> parameters) {
      Operand<T> state = own.dropped(tf, states.get(0), parameters);
      Operand<T> all = tf.math.add(projected, tf.linalg.matMul(state, parameters.get(1)));
      Operand<T> input = recurrentActivation.apply(tf, own.gate(tf, all, 0));
      Operand<T> forget = recurrentActivation.apply(tf, own.gate(tf, all, 1));
      Operand<T> candidate = activation.apply(tf, own.gate(tf, all, 2));
      Operand<T> output = recurrentActivation.apply(tf, own.gate(tf, all, 3));
      Operand<T> carry =
          tf.math.add(tf.math.mul(forget, states.get(1)), tf.math.mul(input, candidate));
      Operand<T> hidden = tf.math.mul(output, activation.apply(tf, carry));
      return new Step<>(hidden, List.of(hidden, carry));
    }
  }
}
