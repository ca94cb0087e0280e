package io.github.lmu4j.cells;

import io.github.lmu4j.ops.DropoutMask;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * The weights of a recurrent cell in a graph, and the order in which they are handed to its steps:
 * kernel, recurrent kernel, bias if there is one, and in training with dropout the masks of input
 * and state.
 */
record RecurrentParameters<T extends TFloating>(
    RecurrentWeights config,
    Class<T> type,
    long seed,
    int inputSize,
    int units,
    Operand<T> kernel,
    Operand<T> recurrentKernel,
    Optional<Operand<T>> bias) {

  Parameters<T> list(Ops tf, Operand<TInt64> batch, Pass pass) {
    List<Operand<T>> parameters = new ArrayList<>(List.of(kernel, recurrentKernel));
    bias.ifPresent(parameters::add);
    if (pass.isTraining() && (config.dropout() > 0 || config.recurrentDropout() > 0)) {
      parameters.add(mask(tf, pass, batch, inputSize, config.dropout(), seed));
      parameters.add(mask(tf, pass, batch, units, config.recurrentDropout(), ~seed));
    }
    return Parameters.of(parameters);
  }

  private Operand<T> mask(
      Ops tf, Pass pass, Operand<TInt64> batch, int size, double rate, long maskSeed) {
    Operand<TInt64> shape = tf.stack(List.of(batch, tf.constant((long) size)));
    return DropoutMask.draw(tf, pass, shape, rate, maskSeed, type);
  }

  /** Whether parts of input and state are dropped. */
  boolean hasMasks(Parameters<T> parameters) {
    return parameters.size() > masksAt();
  }

  private int masksAt() {
    return bias.isPresent() ? 3 : 2;
  }

  /** The input under its mask times the kernel. */
  Operand<T> times(Ops tf, Signal<T> input, Parameters<T> parameters) {
    return dropped(tf, input, parameters).times(tf, parameters.get(0));
  }

  private Signal<T> dropped(Ops tf, Signal<T> input, Parameters<T> parameters) {
    if (!hasMasks(parameters)) {
      return input;
    }
    Operand<T> mask = parameters.get(masksAt());
    boolean sequence = input.shape().numDimensions() == 3;
    return Signal.of(
        tf.math.mul(input.value(tf), sequence ? tf.expandDims(mask, tf.constant(1)) : mask));
  }

  /** The state under its mask. */
  Operand<T> dropped(Ops tf, Operand<T> state, Parameters<T> parameters) {
    return hasMasks(parameters) ? tf.math.mul(state, parameters.get(masksAt() + 1)) : state;
  }

  /** Adds the bias, if there is one. */
  Operand<T> plusBias(Ops tf, Operand<T> sum, Parameters<T> parameters) {
    return bias.isPresent() ? tf.math.add(sum, parameters.get(2)) : sum;
  }

  /** One gate's columns. */
  Operand<T> gate(Ops tf, Operand<T> all, int index) {
    return tf.slice(
        all, tf.constant(new int[] {0, index * units}), tf.constant(new int[] {-1, units}));
  }
}
