package io.github.lmu4j.layers;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.CellFunction;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.Parameters;
import io.github.lmu4j.cells.Step;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Scan;
import io.github.lmu4j.ops.ScanMethod;
import io.github.lmu4j.ops.ScanOptions;
import io.github.lmu4j.ops.ScanResult;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Applies a cell to every time step, carrying its states: {@code keras.layers.RNN}.
 *
 * <p>Inputs: the sequence (batch, time, n), or (time, batch, n) if time comes first; then, if
 * given, one initial state (batch, size) for each state of the cell. Outputs: the sequence of
 * outputs, or the last output (batch, units); then, if asked for, the final states.
 *
 * <p>Under a mask a step that does not count leaves the states as they were, and its output is the
 * output of the step before, or zero if that is asked for. Backwards, the outputs stay in the order
 * in which they were made, as in Keras.
 *
 * @param cell what is done at one time step
 * @param returnSequences whether the outputs of all steps are returned, or the last
 * @param returnState whether the final states are returned as further outputs
 * @param goBackwards whether the last time step comes first
 * @param stateful whether the final states of a batch are the initial states of the next
 * @param timeMajor whether time is the first axis of sequences, as Keras 2 offers it
 * @param zeroOutputForMask whether the outputs of masked steps are zero
 * @param method how the loop runs and what is kept for its gradient
 */
public record Rnn(
    Cell cell,
    boolean returnSequences,
    boolean returnState,
    boolean goBackwards,
    boolean stateful,
    boolean timeMajor,
    boolean zeroOutputForMask,
    ScanMethod method)
    implements Layer {

  /**
   * A layer that returns the last output only, as Keras does by default.
   *
   * @param cell what is done at one time step
   * @return the layer
   */
  public static Rnn of(Cell cell) {
    return new Rnn(cell, false, false, false, false, false, false, ScanMethod.AUTO);
  }

  /**
   * The same, with the outputs of all steps.
   *
   * @return a layer
   */
  public Rnn returningSequences() {
    return new Rnn(
        cell, true, returnState, goBackwards, stateful, timeMajor, zeroOutputForMask, method);
  }

  /**
   * The same, with the final states as further outputs.
   *
   * @return a layer
   */
  public Rnn returningState() {
    return new Rnn(
        cell, returnSequences, true, goBackwards, stateful, timeMajor, zeroOutputForMask, method);
  }

  /**
   * The same in the other direction.
   *
   * @return a layer
   */
  public Rnn backwards() {
    return new Rnn(
        cell,
        returnSequences,
        returnState,
        !goBackwards,
        stateful,
        timeMajor,
        zeroOutputForMask,
        method);
  }

  /**
   * The same, keeping its states from batch to batch.
   *
   * @return a layer
   */
  public Rnn keepingState() {
    return new Rnn(
        cell,
        returnSequences,
        returnState,
        goBackwards,
        true,
        timeMajor,
        zeroOutputForMask,
        method);
  }

  /**
   * The same with another way to run the loop.
   *
   * @param value how the loop runs and what is kept for its gradient
   * @return a layer
   */
  public Rnn withMethod(ScanMethod value) {
    return new Rnn(
        cell,
        returnSequences,
        returnState,
        goBackwards,
        stateful,
        timeMajor,
        zeroOutputForMask,
        value);
  }

  /** The same with zeros as outputs of masked steps, or without. */
  Rnn withZeroOutputForMask(boolean value) {
    return new Rnn(
        cell, returnSequences, returnState, goBackwards, stateful, timeMajor, value, method);
  }

  @Override
  public Optional<LmuCell> lastOfLmu() {
    return equals(of(cell).withMethod(method)) ? cell.asLmu() : Optional.empty();
  }

  @Override
  public String kerasName() {
    return "RNN";
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Shape sequence = inputs.get(0);
    if (sequence.numDimensions() != 3) {
      throw new IllegalArgumentException(
          "a recurrent layer needs a sequence of rank 3 (got shape %s)".formatted(sequence));
    }
    int inputSize = Math.toIntExact(sequence.get(2));
    List<Integer> sizes = cell.stateSizes(inputSize);
    if (inputs.size() != 1 && inputs.size() != 1 + sizes.size()) {
      throw new IllegalArgumentException(
          "a recurrent layer takes a sequence and either no or %d initial states (got %d)"
              .formatted(sizes.size(), inputs.size() - 1));
    }
    for (int i = 1; i < inputs.size(); i++) {
      Shape state = inputs.get(i);
      if (state.numDimensions() != 2 || state.get(1) != sizes.get(i - 1)) {
        throw new IllegalArgumentException(
            "initial state %d must have shape (batch, %d) (got %s)"
                .formatted(i - 1, sizes.get(i - 1), state));
      }
    }
    CellFunction<T> function = cell.build(weights, inputSize);
    List<Variable<T>> kept = new ArrayList<>();
    if (stateful) {
      long batch = sequence.get(timeMajor ? 1 : 0);
      if (batch == Shape.UNKNOWN_SIZE) {
        throw new IllegalArgumentException(
            "a stateful layer needs a fixed batch size (got shape %s)".formatted(sequence));
      }
      for (int i = 0; i < sizes.size(); i++) {
        kept.add(weights.addState("state_" + i, Shape.of(batch, sizes.get(i))));
      }
    }
    return new Function<>(this, function, sizes, kept, weights.type());
  }

  private record Function<T extends TFloating>(
      Rnn layer, CellFunction<T> cell, List<Integer> sizes, List<Variable<T>> kept, Class<T> type)
      implements LayerFunction<T> {

    @Override
    public List<Signal<T>> apply(Ops tf, List<Signal<T>> inputs, Pass pass) {
      Signal<T> input = inputs.get(0);
      Operand<TInt64> batch = batch(tf, input);
      Parameters<T> parameters = cell.parameters(tf, batch, pass);
      List<Operand<T>> states = initialStates(tf, inputs, batch);
      ScanResult<T> result =
          inBlocks(tf, input, states, parameters, pass)
              .orElseGet(() -> byStep(tf, input, states, parameters));
      for (int i = 0; i < kept.size(); i++) {
        pass.addUpdate(tf.assign(kept.get(i), result.states().get(i)));
      }
      return outputs(tf, result, input.mask());
    }

    private Optional<ScanResult<T>> inBlocks(
        Ops tf, Signal<T> input, List<Operand<T>> states, Parameters<T> parameters, Pass pass) {
      boolean wanted = layer.method == ScanMethod.AUTO || layer.method == ScanMethod.BLOCKED;
      if (!wanted || input.mask().isPresent() || layer.timeMajor) {
        return Optional.empty();
      }
      Signal<T> inOrder = layer.goBackwards ? Signal.of(turned(tf, input.value(tf))) : input;
      return cell.inBlocks(tf, inOrder, states, parameters, layer.returnSequences, pass)
          .map(
              result ->
                  new ScanResult<>(
                      result.sequences().stream().map(all -> turned(tf, all)).toList(),
                      result.lastOutputs(),
                      result.states()));
    }

    /** A sequence in the order of the steps, or back. */
    private Operand<T> turned(Ops tf, Operand<T> sequence) {
      return layer.goBackwards
          ? tf.reverse(sequence, tf.constant(new int[] {layer.timeMajor ? 0 : 1}))
          : sequence;
    }

    private ScanResult<T> byStep(
        Ops tf, Signal<T> input, List<Operand<T>> first, Parameters<T> parameters) {
      Scan<T> scan =
          Scan.of(
              (body, x, states, flat) -> {
                Step<T> step = cell.step(body, x.get(0), states, parameters.over(flat));
                return new Scan.Result<>(List.of(step.output()), step.states());
              },
              layer.scanOptions());
      Operand<T> projected = cell.project(tf, input, parameters);
      return scan.run(tf, List.of(projected), first, parameters.flatten(), input.mask());
    }

    private Operand<TInt64> batch(Ops tf, Signal<T> input) {
      return layer.timeMajor
          ? tf.stridedSlice(tf.shape(input.value(tf), TInt64.class), Indices.at(1))
          : input.batch(tf);
    }

    private List<Operand<T>> initialStates(Ops tf, List<Signal<T>> inputs, Operand<TInt64> batch) {
      List<Operand<T>> states = new ArrayList<>();
      for (int i = 0; i < sizes.size(); i++) {
        if (inputs.size() > 1) {
          states.add(inputs.get(i + 1).value(tf));
        } else if (layer.stateful) {
          // The update writes into the variable's memory, which an identity would share with the
          // gradient: that reads the initial state again, after the loop.
          states.add(tf.deepCopy(kept.get(i)));
        } else {
          Operand<TInt64> shape = tf.stack(List.of(batch, tf.constant((long) sizes.get(i))));
          states.add(tf.fill(shape, tf.dtypes.cast(tf.constant(0), type)));
        }
      }
      return states;
    }

    private List<Signal<T>> outputs(Ops tf, ScanResult<T> result, Optional<Operand<TBool>> mask) {
      List<Signal<T>> outputs = new ArrayList<>();
      if (layer.returnSequences) {
        outputs.add(Signal.of(turned(tf, result.sequence()), mask));
      } else {
        outputs.add(Signal.of(result.lastOutputs().get(0)));
      }
      if (layer.returnState) {
        result.states().forEach(state -> outputs.add(Signal.of(state)));
      }
      return outputs;
    }
  }

  private ScanOptions scanOptions() {
    return new ScanOptions(goBackwards, timeMajor, zeroOutputForMask, returnSequences, method);
  }
}
