package io.github.lmu4j.cells;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * What one step of a cell gives.
 *
 * @param <T> dtype
 * @param output shape (batch, outputSize)
 * @param states the new states, one (batch, size) each
 */
public record Step<T extends TFloating>(Operand<T> output, List<Operand<T>> states) {

  /** Takes a copy of the list. */
  public Step {
    states = List.copyOf(states);
  }
}
