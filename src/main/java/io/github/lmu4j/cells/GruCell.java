package io.github.lmu4j.cells;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * The gated recurrent unit (Cho et al. 2014).
 *
 * <p>With gates z and r: {@code h' = z h + (1 - z) n}. The candidate n is {@code a(x W_n + b_n + r
 * (h U_n + c_n))} if the reset comes after the product, else {@code a(x W_n + b_n + (r h) U_n)}.
 *
 * <p>Shapes: x (batch, inputSize); h (batch, units), which is output and only state. The bias is
 * (2, 3 * units) if the reset comes after the product, b above c, else (3 * units).
 *
 * @param units size of the state
 * @param activation of the candidate; Keras' default is tanh
 * @param recurrentActivation of the gates; Keras' default is sigmoid
 * @param resetAfter whether the reset gate is applied after the product with the recurrent kernel;
 *     Keras' default since version 2
 * @param weights kernels, bias and dropout
 */
public record GruCell(
    int units,
    Activation activation,
    Activation recurrentActivation,
    boolean resetAfter,
    RecurrentWeights weights)
    implements Cell {

  private static final int GATES = 3;

  /** Checks the size. */
  public GruCell {
    RecurrentWeights.requireUnits(units);
  }

  /**
   * A cell with Keras' defaults.
   *
   * @param units size of the state
   * @return the cell
   */
  public static GruCell of(int units) {
    return new GruCell(units, Activation.TANH, Activation.SIGMOID, true, RecurrentWeights.DEFAULT);
  }

  @Override
  public List<Integer> stateSizes(int inputSize) {
    return List.of(units);
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
    long size = (long) GATES * units;
    RecurrentParameters<T> parameters =
        weights.build(
            scope,
            inputSize,
            units,
            GATES,
            resetAfter ? Shape.of(2, size) : Shape.of(size),
            weights.bias().initializer());
    return new Function<>(this, parameters);
  }

  private record Function<T extends TFloating>(GruCell cell, RecurrentParameters<T> own)
      implements CellFunction<T> {

    @Override
    public Parameters<T> parameters(Ops tf, Operand<TInt64> batch, Pass pass) {
      return own.list(tf, batch, pass);
    }

    @Override
    public Operand<T> project(Ops tf, Signal<T> input, Parameters<T> parameters) {
      Operand<T> product = own.times(tf, input, parameters);
      return own.bias().isEmpty()
          ? product
          : tf.math.add(product, cell.resetAfter ? bias(tf, parameters, 0) : parameters.get(2));
    }

    @Override
    public Step<T> step(
        Ops tf, Operand<T> projected, List<Operand<T>> states, Parameters<T> parameters) {
      Operand<T> previous = states.get(0);
      Operand<T> state = own.dropped(tf, previous, parameters);
      Operand<T> fedBack = fedBack(tf, state, parameters);
      Operand<T> update = gate(tf, projected, fedBack, 0);
      Operand<T> reset = gate(tf, projected, fedBack, 1);
      Operand<T> inner =
          cell.resetAfter
              ? tf.math.mul(reset, own.gate(tf, fedBack, 2))
              : tf.linalg.matMul(tf.math.mul(reset, state), own.gate(tf, parameters.get(1), 2));
      Operand<T> candidate =
          cell.activation.apply(tf, tf.math.add(own.gate(tf, projected, 2), inner));
      // z h + (1 - z) n, with one product less
      Operand<T> output =
          tf.math.add(candidate, tf.math.mul(update, tf.math.sub(previous, candidate)));
      return new Step<>(output, List.of(output));
    }

    private Operand<T> gate(Ops tf, Operand<T> projected, Operand<T> fedBack, int index) {
      return cell.recurrentActivation.apply(
          tf, tf.math.add(own.gate(tf, projected, index), own.gate(tf, fedBack, index)));
    }

    /** The state's product for all gates, or for the first two if the reset comes before it. */
    private Operand<T> fedBack(Ops tf, Operand<T> state, Parameters<T> parameters) {
      Operand<T> kernel = parameters.get(1);
      if (!cell.resetAfter) {
        return tf.linalg.matMul(
            state,
            tf.slice(
                kernel,
                tf.constant(new int[] {0, 0}),
                tf.constant(new int[] {-1, 2 * cell.units})));
      }
      Operand<T> product = tf.linalg.matMul(state, kernel);
      return own.bias().isEmpty() ? product : tf.math.add(product, bias(tf, parameters, 1));
    }

    private Operand<T> bias(Ops tf, Parameters<T> parameters, int row) {
      return tf.reshape(
          tf.slice(
              parameters.get(2), tf.constant(new int[] {row, 0}), tf.constant(new int[] {1, -1})),
          tf.constant(new int[] {-1}));
    }
  }
}
