package io.github.lmu4j.cells;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.DropoutMask;
import io.github.lmu4j.ops.LmuLoop;
import io.github.lmu4j.ops.MemoryStep;
import io.github.lmu4j.ops.MemorySystem;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.ScanResult;
import io.github.lmu4j.ops.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * The step of an {@link LmuCell}.
 *
 * <p>Projected inputs are [the input's share of u, x], the latter if the hidden cell or the output
 * takes it.
 */
record LmuCellFunction<T extends TFloating>(
    LmuCell cell, int inputSize, long seed, LmuWeights<T> weights, MemorySystem system)
    implements CellFunction<T> {

  @Override
  public Parameters<T> parameters(Ops tf, Operand<TInt64> batch, Pass pass) {
    List<Operand<T>> own = weights.inOrder(tf, cell);
    if (pass.isTraining() && (cell.dropout() > 0 || cell.recurrentDropout() > 0)) {
      long encoded = (long) inputSize + weights.feedbackSize();
      Operand<T> mask = mask(tf, pass, batch, encoded, cell.dropout(), seed);
      own.add(columns(tf, mask, 0, inputSize));
      own.add(columns(tf, mask, inputSize, -1));
      own.add(mask(tf, pass, batch, cell.memorySize(), cell.recurrentDropout(), ~seed));
    }
    return new Parameters<>(
        own, weights.hidden().map(h -> h.parameters(tf, batch, pass)).stream().toList());
  }

  private Operand<T> mask(
      Ops tf, Pass pass, Operand<TInt64> batch, long size, double rate, long maskSeed) {
    Operand<TInt64> shape = tf.stack(List.of(batch, tf.constant(size)));
    return DropoutMask.draw(tf, pass, shape, rate, maskSeed, weights.type());
  }

  /** A value under one of the masks, counted from 0, if there are any. */
  private Operand<T> dropped(Ops tf, Operand<T> value, Parameters<T> parameters, int index) {
    int first = weights.count();
    return parameters.size() == first ? value : tf.math.mul(value, parameters.get(first + index));
  }

  @Override
  public Operand<T> project(Ops tf, Signal<T> input, Parameters<T> parameters) {
    Operand<T> share = share(tf, input, parameters);
    return cell.inputToHidden()
        ? tf.concat(List.of(share, input.value(tf)), tf.constant(-1))
        : share;
  }

  /** The input's share of u. */
  private Operand<T> share(Ops tf, Signal<T> input, Parameters<T> parameters) {
    boolean masked = parameters.size() > weights.count();
    Signal<T> seen = masked ? Signal.of(droppedInput(tf, input, parameters)) : input;
    Operand<T> share =
        weights.inputKernel().isPresent()
            ? seen.times(tf, weights.inputKernel(parameters))
            : seen.value(tf);
    return weights.biasInProjection() ? tf.math.add(share, weights.bias(parameters)) : share;
  }

  private Operand<T> droppedInput(Ops tf, Signal<T> input, Parameters<T> parameters) {
    Operand<T> mask = parameters.get(weights.count());
    boolean sequence = input.shape().numDimensions() == 3;
    return tf.math.mul(input.value(tf), sequence ? tf.expandDims(mask, tf.constant(1)) : mask);
  }

  /** The loop in blocks needs the fixed system, a hidden cell that it knows, and no masks. */
  @Override
  public Optional<ScanResult<T>> inBlocks(
      Ops tf,
      Signal<T> input,
      List<Operand<T>> states,
      Parameters<T> parameters,
      boolean returnSequences,
      Pass pass) {
    boolean fits =
        parameters.size() == weights.count()
            && !cell.learnsSystem()
            && (weights.inputKernel().isPresent()
                || (!cell.hiddenToMemory() && weights.bias().isEmpty()));
    return weights
        .hidden()
        .filter(hidden -> fits)
        .flatMap(hidden -> hidden.elman(parameters.nested().get(0)))
        .filter(hidden -> LmuLoop.supports(hidden.activation()))
        .map(
            hidden ->
                LmuLoop.of(system, hidden.activation(), cell.memoryD())
                    .withCompiles(!pass.isTraining())
                    .run(
                        tf,
                        weights.forLoop(tf, cell.memorySize(), parameters, hidden),
                        input.value(tf),
                        states.get(0),
                        states.get(1),
                        returnSequences));
  }

  @Override
  public Step<T> step(
      Ops tf, Operand<T> projected, List<Operand<T>> states, Parameters<T> parameters) {
    if (!cell.inputToHidden()) {
      return step(tf, projected, Optional.empty(), states, parameters);
    }
    Operand<T> x = columns(tf, projected, weights.shareSize(), -1);
    Operand<T> share = columns(tf, projected, 0, weights.shareSize());
    return step(tf, share, Optional.of(x), states, parameters);
  }

  /** What was projected together would only be taken apart again. */
  @Override
  public Step<T> step(Ops tf, Signal<T> input, List<Operand<T>> states, Parameters<T> parameters) {
    Optional<Operand<T>> x = cell.inputToHidden() ? Optional.of(input.value(tf)) : Optional.empty();
    return step(tf, share(tf, input, parameters), x, states, parameters);
  }

  private Step<T> step(
      Ops tf,
      Operand<T> share,
      Optional<Operand<T>> x,
      List<Operand<T>> states,
      Parameters<T> parameters) {
    Operand<T> memory = nextMemory(tf, share, states, parameters);
    Signal<T> seen = Signal.of(memory);
    if (x.isPresent()) {
      seen = Signal.concat(seen, Signal.of(x.orElseThrow()));
    }
    List<Operand<T>> newStates = new ArrayList<>(List.of(memory));
    if (weights.hidden().isEmpty()) {
      return new Step<>(seen.value(tf), newStates);
    }
    Step<T> step =
        weights
            .hidden()
            .get()
            .step(tf, seen, states.subList(1, states.size()), parameters.nested().get(0));
    newStates.addAll(step.states());
    return new Step<>(step.output(), newStates);
  }

  private Operand<T> nextMemory(
      Ops tf, Operand<T> share, List<Operand<T>> states, Parameters<T> parameters) {
    Operand<T> memory = states.get(0);
    Operand<T> u = share;
    if (cell.hiddenToMemory()) {
      Operand<T> hidden = dropped(tf, states.get(1), parameters, 1);
      u =
          weights.hiddenKernel().isPresent()
              ? tf.math.add(u, tf.linalg.matMul(hidden, weights.hiddenKernel(parameters)))
              : tf.concat(List.of(u, hidden), tf.constant(-1));
    }
    if (cell.memoryToMemory()) {
      Operand<T> seen = dropped(tf, memory, parameters, 2);
      u = tf.math.add(u, tf.linalg.matMul(seen, weights.recurrentKernel(parameters)));
    }
    if (weights.bias().isPresent() && !weights.biasInProjection()) {
      u = tf.math.add(u, weights.bias(parameters));
    }
    return memoryStep(parameters).next(tf, memory, u, cell.memoryD(), cell.order());
  }

  private MemoryStep<T> memoryStep(Parameters<T> parameters) {
    if (!cell.learnsSystem()) {
      return MemoryStep.of(system);
    }
    Operand<T> trained = weights.trainedSystem(parameters);
    return cell.trainableTheta() && cell.discretizer() == Discretizer.EULER
        ? MemoryStep.euler(cell.order(), trained)
        : MemoryStep.trained(trained);
  }

  /** Columns from one on; -1 as their number means all that are left. */
  static <T extends TFloating> Operand<T> columns(Ops tf, Operand<T> matrix, int first, int count) {
    return tf.slice(matrix, tf.constant(new int[] {0, first}), tf.constant(new int[] {-1, count}));
  }
}
