package io.github.lmu4j.ops;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * The weights of an {@link LmuLoop}, by what they map: those of the plain cell.
 *
 * @param <T> dtype
 * @param inputToMemory E_x, shape (n, d); empty where the input itself is added to u (n = d)
 * @param hiddenToMemory E_h, shape (U, d); empty for none
 * @param memoryToMemory E_m, shape (d * order, d); empty for none
 * @param memoryToHidden W_m, shape (d * order, U)
 * @param inputToHidden W_x, shape (n, U); empty where the hidden state does not see the input
 * @param hiddenToHidden W_h, shape (U, U)
 * @param memoryBias b_u, shape (d); empty for none
 * @param bias b, shape (U); empty for none
 */
public record LmuLoopWeights<T extends TFloating>(
    Optional<Operand<T>> inputToMemory,
    Optional<Operand<T>> hiddenToMemory,
    Optional<Operand<T>> memoryToMemory,
    Operand<T> memoryToHidden,
    Optional<Operand<T>> inputToHidden,
    Operand<T> hiddenToHidden,
    Optional<Operand<T>> memoryBias,
    Optional<Operand<T>> bias) {

  /** d, of memories of an order. */
  int channels(int order) {
    return Math.toIntExact(memoryToHidden.shape().get(0)) / order;
  }

  /** U. */
  int units() {
    return Math.toIntExact(hiddenToHidden.shape().get(0));
  }
}
