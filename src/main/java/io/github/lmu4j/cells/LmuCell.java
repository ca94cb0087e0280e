package io.github.lmu4j.cells;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.DropoutMask;
import io.github.lmu4j.ops.MemorySystem;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * One step of the Legendre Memory Unit.
 *
 * <p>With {@code u = [x, h] kernel + bias + m recurrent_kernel} the memory becomes {@code m' = A m
 * + B u} in each of its channels; the hidden cell then sees m', or [m', x]. Without hidden cell the
 * output is m', or [m', x].
 *
 * <p>Shapes: x (batch, inputSize); states: the memory (batch, memoryD * order), channel-major, then
 * the hidden cell's.
 *
 * <p>As in KerasLMU, h is the first state of the hidden cell, dropout acts on [x, h], and recurrent
 * dropout on m in the product with the recurrent kernel alone. With a trained theta its inverse is
 * stored, because the discrete system is smooth in it and because it may reach zero, an infinite
 * window.
 *
 * @param memoryD number of channels, each of which remembers one signal
 * @param order number of Legendre polynomials a channel
 * @param theta length of the window, in time steps
 * @param hiddenCell what sees the memory, if anything
 * @param trainableTheta whether theta is learned; it begins with the given value
 * @param hiddenToMemory whether the hidden state feeds the memory
 * @param memoryToMemory whether the memory feeds itself besides A
 * @param inputToHidden whether the hidden cell also sees the input
 * @param discretizer how the continuous system becomes steps
 * @param kernel of the input to the memory, (inputs, memoryD); without it the input must have
 *     memoryD entries
 * @param recurrentKernel of the memory to itself, (memoryD * order, memoryD)
 * @param bias of the memory's input, if any
 * @param dropout part of [x, h] that is dropped in training
 * @param recurrentDropout part of m that is dropped in training
 * @param precision how exactly the system is discretized
 * @param given A and B by value, or learned, in place of what theta and discretizer give
 * @see <a
 *     href="https://papers.nips.cc/paper/2019/hash/952285b9b7e7a1be5aa7849f32ffff05-Abstract.html">
 *     Voelker, Kajic, Eliasmith 2019, equations 4 to 7</a>
 */
public record LmuCell(
    int memoryD,
    int order,
    double theta,
    Optional<Cell> hiddenCell,
    boolean trainableTheta,
    boolean hiddenToMemory,
    boolean memoryToMemory,
    boolean inputToHidden,
    Discretizer discretizer,
    Optional<WeightSpec> kernel,
    WeightSpec recurrentKernel,
    Optional<WeightSpec> bias,
    double dropout,
    double recurrentDropout,
    Precision precision,
    Optional<GivenSystem> given)
    implements Cell {

  /** Checks the arguments. */
  public LmuCell {
    MemorySystem.requireSizes(memoryD, order, theta);
    if (hiddenToMemory && hiddenCell.isEmpty()) {
      throw new IllegalArgumentException(
          "hidden_to_memory must be false if there is no hidden cell (got true)");
    }
    if (given.isPresent() && given.get().matrices().order() != order) {
      throw new IllegalArgumentException(
          "given matrices must have the order of the memory, %d (got %d)"
              .formatted(order, given.get().matrices().order()));
    }
    if (given.isPresent() && trainableTheta) {
      throw new IllegalArgumentException(
          "trainable_theta must be false if A and B are given (got true)");
    }
    DropoutMask.requireRate("dropout", dropout);
    DropoutMask.requireRate("recurrent_dropout", recurrentDropout);
  }

  /**
   * Begins a configuration.
   *
   * @param memoryD number of channels
   * @param order number of Legendre polynomials a channel
   * @param theta length of the window, in time steps
   * @return a builder with KerasLMU's defaults: no hidden cell, no feedback, zero-order hold
   */
  public static LmuCellBuilder builder(int memoryD, int order, double theta) {
    return new LmuCellBuilder(memoryD, order, theta);
  }

  /**
   * The size of the memory.
   *
   * @return memoryD times order
   */
  public int memorySize() {
    return Math.multiplyExact(memoryD, order);
  }

  /**
   * Tells whether anything is fed back into the memory's input or its system is learned. If not,
   * the memory is a convolution and may be computed for all steps at once.
   *
   * @return whether steps must be taken one by one
   */
  public boolean isSequential() {
    return hiddenToMemory || memoryToMemory || learnsSystem();
  }

  /** Whether the memory's matrices change in training. */
  boolean learnsSystem() {
    return trainableTheta || given.filter(GivenSystem::isLearned).isPresent();
  }

  /** Size of what the hidden cell sees, or of the output if there is none. */
  private int hiddenInputSize(int inputSize) {
    return memorySize() + (inputToHidden ? inputSize : 0);
  }

  @Override
  public Optional<LmuCell> asLmu() {
    return Optional.of(this);
  }

  @Override
  public List<Integer> stateSizes(int inputSize) {
    List<Integer> sizes = new ArrayList<>(List.of(memorySize()));
    hiddenCell.ifPresent(cell -> sizes.addAll(cell.stateSizes(hiddenInputSize(inputSize))));
    return sizes;
  }

  @Override
  public int outputSize(int inputSize) {
    int seen = hiddenInputSize(inputSize);
    return hiddenCell.map(cell -> cell.outputSize(seen)).orElse(seen);
  }

  @Override
  public boolean isRecurrent() {
    return true;
  }

  @Override
  public <T extends TFloating> CellFunction<T> build(WeightScope<T> weights, int inputSize) {
    int encoded = inputSize + feedbackSize(inputSize);
    if (kernel.isEmpty() && encoded != memoryD) {
      throw new IllegalArgumentException(
          "without a kernel the size of the memory's input must equal memory_d, %d (got %d)"
              .formatted(memoryD, encoded));
    }
    Optional<Operand<T>> encoder =
        kernel.map(spec -> weights.add("kernel", Shape.of(encoded, memoryD), spec));
    Optional<Operand<T>> offset = bias.map(spec -> weights.add("bias", Shape.of(memoryD), spec));
    Optional<Operand<T>> thetaInverse =
        trainableTheta ? Optional.of(ThetaInverse.add(weights, theta)) : Optional.empty();
    Optional<Operand<T>> learnedSystem =
        given.filter(GivenSystem::isLearned).map(system -> system.build(weights));
    Ops tf = weights.ops();
    LmuWeights<T> built =
        new LmuWeights<>(
            weights.type(),
            kernel.isPresent() ? memoryD : inputSize,
            encoded - inputSize,
            encoder.map(w -> LmuWeights.rows(tf, w, 0, inputSize)),
            encoder.filter(w -> hiddenToMemory).map(w -> LmuWeights.rows(tf, w, inputSize, -1)),
            memoryToMemory
                ? Optional.of(
                    weights.add(
                        "recurrent_kernel", Shape.of(memorySize(), memoryD), recurrentKernel))
                : Optional.empty(),
            offset,
            thetaInverse,
            learnedSystem,
            hiddenCell.map(
                cell -> cell.build(weights.child("hidden_cell"), hiddenInputSize(inputSize))));
    return new LmuCellFunction<>(this, inputSize, weights.seed(), built, system(weights.type()));
  }

  /**
   * The memory's A and B: those given, or those of order, theta and discretizer.
   *
   * @param type the dtype in which Keras-LMU would compute; float32 or float64
   * @return the system
   */
  public MemorySystem system(Class<? extends TFloating> type) {
    return given
        .map(values -> MemorySystem.of(values.matrices(), theta))
        .orElseGet(() -> MemorySystem.of(order, theta, discretizer, precision, type));
  }

  /** The size of the hidden state that feeds the memory. */
  private int feedbackSize(int inputSize) {
    if (!hiddenToMemory) {
      return 0;
    }
    Cell cell = hiddenCell.orElseThrow();
    int seen = hiddenInputSize(inputSize);
    int first = cell.stateSizes(seen).get(0);
    if (first != cell.outputSize(seen)) {
      throw new IllegalArgumentException(
          "hidden_to_memory needs a hidden cell whose first state has the size of its output, %d"
                  .formatted(cell.outputSize(seen))
              + " (got %d)".formatted(first));
    }
    return first;
  }
}
