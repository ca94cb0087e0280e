package io.github.lmu4j.cells;

import io.github.lmu4j.ops.Activation;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * The weights of {@code h' = activation(x kernel + h recurrentKernel + bias)} in a graph (Elman
 * 1990).
 *
 * @param <T> dtype
 * @param activation applied last
 * @param kernel shape (inputSize, units)
 * @param recurrentKernel shape (units, units)
 * @param bias shape (units), if there is one
 */
public record ElmanWeights<T extends TFloating>(
    Activation activation,
    Operand<T> kernel,
    Operand<T> recurrentKernel,
    Optional<Operand<T>> bias) {}
