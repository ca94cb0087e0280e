package io.github.lmu4j.cells;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.ZeroOrderHold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The weights of an LMU cell in a graph, and the order in which they are handed to its steps: each
 * if it exists, the kernel's rows of the input, its rows of the hidden state, the recurrent kernel,
 * the bias, and what the trained theta makes of the system.
 *
 * @param shareSize columns of the projected input that belong to u
 * @param feedbackSize size of the hidden state that feeds the memory, or 0
 */
record LmuWeights<T extends TFloating>(
    Class<T> type,
    int shareSize,
    int feedbackSize,
    Optional<Operand<T>> inputKernel,
    Optional<Operand<T>> hiddenKernel,
    Optional<Operand<T>> recurrentKernel,
    Optional<Operand<T>> bias,
    Optional<Operand<T>> thetaInverse,
    Optional<CellFunction<T>> hidden) {

  /** The cell's own parameters, without masks. */
  List<Operand<T>> inOrder(Ops tf, LmuCell cell) {
    List<Operand<T>> parameters = new ArrayList<>();
    inputKernel.ifPresent(parameters::add);
    hiddenKernel.ifPresent(parameters::add);
    recurrentKernel.ifPresent(parameters::add);
    bias.ifPresent(parameters::add);
    thetaInverse.ifPresent(theta -> parameters.add(trained(tf, cell, theta)));
    return parameters;
  }

  /** The discrete system of a zero-order hold, made once a sequence; for Euler one over theta. */
  private Operand<T> trained(Ops tf, LmuCell cell, Operand<T> theta) {
    return cell.discretizer() == Discretizer.EULER
        ? theta
        : ZeroOrderHold.step(tf, cell.order(), theta, cell.precision());
  }

  /** The number of the cell's own parameters, without masks. */
  int count() {
    return trainedThetaAt() + one(thetaInverse);
  }

  Operand<T> inputKernel(Parameters<T> parameters) {
    return parameters.get(0);
  }

  Operand<T> hiddenKernel(Parameters<T> parameters) {
    return parameters.get(one(inputKernel));
  }

  Operand<T> recurrentKernel(Parameters<T> parameters) {
    return parameters.get(one(inputKernel) + one(hiddenKernel));
  }

  Operand<T> bias(Parameters<T> parameters) {
    return parameters.get(one(inputKernel) + one(hiddenKernel) + one(recurrentKernel));
  }

  Operand<T> trainedTheta(Parameters<T> parameters) {
    return parameters.get(trainedThetaAt());
  }

  private int trainedThetaAt() {
    return one(inputKernel) + one(hiddenKernel) + one(recurrentKernel) + one(bias);
  }

  /** Without a kernel u is put together step by step, and the bias has to wait. */
  boolean biasInProjection() {
    return bias.isPresent() && inputKernel.isPresent();
  }

  private static int one(Optional<?> weight) {
    return weight.isPresent() ? 1 : 0;
  }
}
