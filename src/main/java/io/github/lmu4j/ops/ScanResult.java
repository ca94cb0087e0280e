package io.github.lmu4j.ops;

import java.util.List;
import java.util.NoSuchElementException;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * What a {@link Scan} gives.
 *
 * @param <T> dtype
 * @param sequences every output at every time step, in the layout of the inputs and at the place of
 *     the input from which it comes, in either direction; empty if the options ask for the last
 *     outputs only
 * @param lastOutputs every output of the step that was done last: at the last time step, or at the
 *     first one if the loop runs in reverse
 * @param states the states after the step that was done last
 */
public record ScanResult<T extends TFloating>(
    List<Operand<T>> sequences, List<Operand<T>> lastOutputs, List<Operand<T>> states) {

  /** Takes copies of the lists. */
  public ScanResult {
    sequences = List.copyOf(sequences);
    lastOutputs = List.copyOf(lastOutputs);
    states = List.copyOf(states);
  }

  /**
   * The first output at every time step.
   *
   * @return shape (batch, time, ...), or (time, batch, ...)
   * @throws NoSuchElementException if there is none
   */
  public Operand<T> sequence() {
    if (sequences.isEmpty()) {
      throw new NoSuchElementException(
          "sequences must be asked for, of a step with outputs (got last outputs only)");
    }
    return sequences.get(0);
  }
}
