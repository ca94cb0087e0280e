package io.github.lmu4j.cells;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.LmuLoopWeights;
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
 * the bias, and the system where it is trained.
 *
 * @param shareSize columns of the projected input that belong to u
 * @param feedbackSize size of the hidden state that feeds the memory, or 0
 * @param learnedSystem A transposed and below it B, (order + 1, order), where one is learned
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
    Optional<Operand<T>> learnedSystem,
    Optional<CellFunction<T>> hidden) {

  /** The cell's own parameters, without masks. */
  List<Operand<T>> inOrder(Ops tf, LmuCell cell) {
    List<Operand<T>> parameters = new ArrayList<>();
    inputKernel.ifPresent(parameters::add);
    hiddenKernel.ifPresent(parameters::add);
    recurrentKernel.ifPresent(parameters::add);
    bias.ifPresent(parameters::add);
    thetaInverse.ifPresent(theta -> parameters.add(trained(tf, cell, theta)));
    learnedSystem.ifPresent(parameters::add);
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
    return trainedSystemAt() + one(thetaInverse) + one(learnedSystem);
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

  /** A transposed and below it B, (order + 1, order); for Euler 1 / theta. */
  Operand<T> trainedSystem(Parameters<T> parameters) {
    return parameters.get(trainedSystemAt());
  }

  private int trainedSystemAt() {
    return one(inputKernel) + one(hiddenKernel) + one(recurrentKernel) + one(bias);
  }

  /** Without a kernel u is put together step by step, and the bias has to wait. */
  boolean biasInProjection() {
    return bias.isPresent() && inputKernel.isPresent();
  }

  /** The same weights by what they map, with those of a fully connected hidden cell. */
  LmuLoopWeights<T> forLoop(
      Ops tf, int memorySize, Parameters<T> parameters, ElmanWeights<T> hidden) {
    boolean seesInput = hidden.kernel().shape().get(0) > memorySize;
    return new LmuLoopWeights<>(
        inputKernel.map(kernel -> inputKernel(parameters)),
        hiddenKernel.map(kernel -> hiddenKernel(parameters)),
        recurrentKernel.map(kernel -> recurrentKernel(parameters)),
        rows(tf, hidden.kernel(), 0, memorySize),
        seesInput ? Optional.of(rows(tf, hidden.kernel(), memorySize, -1)) : Optional.empty(),
        hidden.recurrentKernel(),
        bias.map(b -> bias(parameters)),
        hidden.bias());
  }

  /** Rows from one on; -1 as their number means all that are left. */
  static <T extends TFloating> Operand<T> rows(Ops tf, Operand<T> matrix, int first, int count) {
    return tf.slice(matrix, tf.constant(new int[] {first, 0}), tf.constant(new int[] {count, -1}));
  }

  private static int one(Optional<?> weight) {
    return weight.isPresent() ? 1 : 0;
  }
}
