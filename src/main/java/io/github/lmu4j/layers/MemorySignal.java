package io.github.lmu4j.layers;

import io.github.lmu4j.ops.LinearMemory;
import io.github.lmu4j.ops.Signal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * The memory {@code m} of an input, of all steps or of the last, which is only made where the value
 * itself is asked for: a product with a matrix is folded into the memory's filter.
 */
final class MemorySignal<T extends TFloating> implements Signal<T> {

  private final LinearMemory memory;
  private final Signal<T> input;
  private final Optional<Operand<T>> kernel;
  private final Optional<Operand<T>> bias;
  private final int channels;
  private final boolean sequence;
  private @Nullable Operand<T> encoded;
  private @Nullable Operand<T> value;
  private @Nullable Operand<T> lastOfInput;

  MemorySignal(
      LinearMemory memory,
      Signal<T> input,
      Optional<Operand<T>> kernel,
      Optional<Operand<T>> bias,
      boolean sequence) {
    this.memory = memory;
    this.input = input;
    this.kernel = kernel;
    this.bias = bias;
    this.sequence = sequence;
    channels = kernel.map(e -> (int) e.shape().get(1)).orElse(input.size());
  }

  @Override
  public Operand<T> value(Ops tf) {
    if (value == null) {
      Operand<T> u = encoded(tf);
      value = sequence ? memory.sequence(tf, u) : memory.finalState(tf, u);
    }
    return value;
  }

  @Override
  public Operand<T> times(Ops tf, Operand<T> matrix) {
    if (foldsEncoder()) {
      Operand<T> x = input.value(tf);
      Operand<T> folded = memory.folded(tf, kernel.orElseThrow(), matrix);
      return sequence
          ? memory.projected(tf, x, folded)
          : tf.linalg.matMul(lastOfInput(tf, x), folded);
    }
    return sequence
        ? memory.projected(tf, encoded(tf), matrix)
        : tf.linalg.matMul(value(tf), matrix);
  }

  /**
   * With no more inputs than channels the encoder costs least behind the memory: nothing then has
   * to be differentiated through the memory where the input needs no gradient.
   */
  private boolean foldsEncoder() {
    return memory.folds() && kernel.isPresent() && bias.isEmpty() && input.size() <= channels;
  }

  /** The memory's input {@code u = x kernel + bias}. */
  private Operand<T> encoded(Ops tf) {
    if (encoded == null) {
      encoded = encoded(tf, input, kernel, bias);
    }
    return encoded;
  }

  /** The same of any input. */
  static <T extends TFloating> Operand<T> encoded(
      Ops tf, Signal<T> input, Optional<Operand<T>> kernel, Optional<Operand<T>> bias) {
    Operand<T> u = kernel.isPresent() ? input.times(tf, kernel.orElseThrow()) : input.value(tf);
    return bias.isPresent() ? tf.math.add(u, bias.orElseThrow()) : u;
  }

  private Operand<T> lastOfInput(Ops tf, Operand<T> x) {
    if (lastOfInput == null) {
      lastOfInput = memory.finalState(tf, x);
    }
    return lastOfInput;
  }

  @Override
  public Shape shape() {
    Shape x = input.shape();
    long size = (long) channels * memory.system().order();
    return sequence ? Shape.of(x.get(0), x.get(1), size) : Shape.of(x.get(0), size);
  }

  @Override
  public Operand<TInt64> batch(Ops tf) {
    return input.batch(tf);
  }

  @Override
  public Optional<Operand<TBool>> mask() {
    return Optional.empty();
  }
}
