package io.github.lmu4j.cells;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.ElmanLoop;
import io.github.lmu4j.ops.LmuLoop;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.ScanResult;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * The fully connected recurrent cell (Elman 1990): {@code h' = activation(x kernel + h
 * recurrent_kernel + bias)}.
 *
 * <p>Shapes: x (batch, inputSize); h (batch, units), which is output and only state.
 *
 * @param units size of the state
 * @param activation applied last; Keras' default is tanh
 * @param weights kernels, bias and dropout
 */
public record SimpleRnnCell(int units, Activation activation, RecurrentWeights weights)
    implements Cell {

  /** Checks the size. */
  public SimpleRnnCell {
    RecurrentWeights.requireUnits(units);
  }

  /**
   * A cell with Keras' defaults.
   *
   * @param units size of the state
   * @return the cell
   */
  public static SimpleRnnCell of(int units) {
    return new SimpleRnnCell(units, Activation.TANH, RecurrentWeights.DEFAULT);
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
  public Optional<Activation> plainElman() {
    return weights.arePlain() ? Optional.of(activation) : Optional.empty();
  }

  @Override
  public boolean isRecurrent() {
    return true;
  }

  @Override
  public <T extends TFloating> CellFunction<T> build(WeightScope<T> scope, int inputSize) {
    RecurrentParameters<T> parameters =
        weights.build(scope, inputSize, units, 1, Shape.of(units), weights.bias().initializer());
    return new Function<>(activation, parameters);
  }

  private record Function<T extends TFloating>(Activation activation, RecurrentParameters<T> own)
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
      Operand<T> fedBack = tf.linalg.matMul(state, parameters.get(1));
      Operand<T> output = activation.apply(tf, tf.math.add(projected, fedBack));
      return new Step<>(output, List.of(output));
    }

    @Override
    public Optional<ScanResult<T>> inBlocks(
        Ops tf,
        Signal<T> input,
        List<Operand<T>> states,
        Parameters<T> parameters,
        boolean returnSequences,
        Pass pass) {
      if (own.hasMasks(parameters) || !LmuLoop.supports(activation)) {
        return Optional.empty();
      }
      ElmanLoop loop = ElmanLoop.of(activation).withCompiles(!pass.isTraining());
      Operand<T> projected = project(tf, input, parameters);
      return Optional.of(
          loop.run(tf, projected, parameters.get(1), states.get(0), returnSequences));
    }

    @Override
    public Optional<ElmanWeights<T>> elman(Parameters<T> parameters) {
      return own.hasMasks(parameters)
          ? Optional.empty()
          : Optional.of(
              new ElmanWeights<>(activation, own.kernel(), own.recurrentKernel(), own.bias()));
    }
  }
}
