package io.github.lmu4j.layers;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.CellFunction;
import io.github.lmu4j.ops.ScanMethod;
import io.github.lmu4j.ops.ScanOptions;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Variable;
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
  public Optional<Lmu> asLmu() {
    Rnn plain = of(cell).withMethod(method);
    return equals(plain) || equals(plain.returningSequences())
        ? cell.asLmu().map(lmu -> new Lmu(lmu, returnSequences))
        : Optional.empty();
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
    return new RnnFunction<>(this, function, sizes, kept, weights.type());
  }

  /** Checks that steps may be taken as they come. */
  void requireStream(int inputs) {
    if (goBackwards || timeMajor) {
      throw new IllegalArgumentException(
          "on a stream %s must be false (got true)"
              .formatted(goBackwards ? "go_backwards" : "time_major"));
    }
    if (inputs > 1) {
      throw new IllegalArgumentException(
          "on a stream a recurrent layer must begin with zeros (got %d initial states)"
              .formatted(inputs - 1));
    }
  }

  /** How the loop over all steps runs. */
  ScanOptions scanOptions() {
    return new ScanOptions(goBackwards, timeMajor, zeroOutputForMask, returnSequences, method);
  }
}
