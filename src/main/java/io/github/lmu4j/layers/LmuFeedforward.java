package io.github.lmu4j.layers;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.CellFunction;
import io.github.lmu4j.cells.ThetaInverse;
import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.DropoutMask;
import io.github.lmu4j.ops.FilterMethod;
import io.github.lmu4j.ops.LinearMemory;
import io.github.lmu4j.ops.MemoryStep;
import io.github.lmu4j.ops.MemorySystem;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.ops.TrainedMemory;
import io.github.lmu4j.ops.ZeroOrderHold;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * The Legendre Memory Unit without feedback: {@code u = x kernel + bias} goes through the memory as
 * through a filter, all steps at once, and a hidden cell sees the memory m, or [m, x].
 *
 * <p>Shapes: x (batch, time, n); the output (batch, time, units) or, of the last step, (batch,
 * units). Without hidden cell the output is m or [m, x], channel-major, and is only made where its
 * value is asked for: a {@link Dense} behind it, like one as the hidden cell, is multiplied into
 * the filter.
 *
 * <p>As in KerasLMU: a hidden cell without states of its own is applied to every step by itself, a
 * recurrent one along the sequence; dropout leaves out the same entries of x at every step, for the
 * memory and for the hidden cell; masks are neither used nor passed on; where the number of steps
 * is not known when the layer is built, an input is forgotten after 5 theta steps.
 *
 * @param memoryD number of channels, each of which remembers one signal
 * @param order number of Legendre polynomials a channel
 * @param theta length of the window, in time steps
 * @param hiddenCell what sees the memory, if anything
 * @param trainableTheta whether theta is learned, which KerasLMU offers for the recurrent form
 *     only; the number of steps must then be known when the layer is built
 * @param inputToHidden whether the hidden cell also sees the input
 * @param discretizer how the continuous system becomes steps
 * @param kernel of the input to the memory, (n, memoryD); without it n must be memoryD
 * @param bias of the memory's input, if any
 * @param dropout part of the input that is dropped in training
 * @param returnSequences whether the outputs of all steps are returned, or the last
 * @param convMode how the memory is computed
 * @param truncateIr part of the impulse response that may be left out at its end, with {@link
 *     FilterMethod#RAW} only; 0 leaves out nothing
 * @param precision how exactly the system is discretized
 * @param given A and B by value, in place of what theta and discretizer give
 * @see <a href="https://proceedings.mlr.press/v139/chilkuri21a.html">Chilkuri, Eliasmith 2021,
 *     section 3.2</a>
 */
public record LmuFeedforward(
    int memoryD,
    int order,
    double theta,
    Optional<Cell> hiddenCell,
    boolean trainableTheta,
    boolean inputToHidden,
    Discretizer discretizer,
    Optional<WeightSpec> kernel,
    Optional<WeightSpec> bias,
    double dropout,
    boolean returnSequences,
    FilterMethod convMode,
    double truncateIr,
    Precision precision,
    Optional<DiscreteStateSpace> given)
    implements Layer {

  /** Checks the arguments. */
  public LmuFeedforward {
    MemorySystem.requireSizes(memoryD, order, theta);
    if (!(truncateIr >= 0)) {
      throw new IllegalArgumentException(
          "truncate_ir must be at least 0 (got %s)".formatted(truncateIr));
    }
    DropoutMask.requireRate("dropout", dropout);
    if (given.isPresent() && (given.get().order() != order || trainableTheta)) {
      throw new IllegalArgumentException(
          "given matrices must have order %d and no trainable theta (got %d and %s)"
              .formatted(order, given.get().order(), trainableTheta));
    }
  }

  /**
   * Begins a configuration.
   *
   * @param memoryD number of channels
   * @param order number of Legendre polynomials a channel
   * @param theta length of the window, in time steps
   * @return a builder with KerasLMU's defaults, but for the way of computing, which is chosen by
   *     size
   */
  public static LmuFeedforwardBuilder builder(int memoryD, int order, double theta) {
    return new LmuFeedforwardBuilder(memoryD, order, theta);
  }

  @Override
  public Optional<LmuFeedforward> asMemory() {
    boolean alone = kernel.isEmpty() && bias.isEmpty() && hiddenCell.isEmpty() && !inputToHidden;
    return alone && dropout == 0 && !trainableTheta ? Optional.of(this) : Optional.empty();
  }

  @Override
  public String kerasName() {
    return "LMUFeedforward";
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.numDimensions() != 3 || input.get(2) == Shape.UNKNOWN_SIZE) {
      throw new IllegalArgumentException(
          "the input must have shape (batch, time, n) with a known n (got %s)".formatted(input));
    }
    int inputSize = Math.toIntExact(input.get(2));
    if (kernel.isEmpty() && inputSize != memoryD) {
      throw new IllegalArgumentException(
          "without a kernel the size of the input must equal memory_d, %d (got %d)"
              .formatted(memoryD, inputSize));
    }
    Optional<Operand<T>> encoder =
        kernel.map(spec -> weights.add("kernel", Shape.of(inputSize, memoryD), spec));
    Optional<Operand<T>> offset = bias.map(spec -> weights.add("bias", Shape.of(memoryD), spec));
    MemorySystem system = system(weights.type());
    LinearMemory memory =
        new LinearMemory(system, convMode, convMode == FilterMethod.RAW ? truncateIr : 0);
    int seen = Math.addExact(Math.multiplyExact(memoryD, order), inputToHidden ? inputSize : 0);
    Optional<Operand<T>> thetaInverse =
        trainableTheta ? Optional.of(ThetaInverse.add(weights, theta)) : Optional.empty();
    Optional<LayerFunction<T>> hidden =
        hiddenCell.map(cell -> hidden(cell, weights.child("hidden_cell"), seen));
    return new Function<>(
        this, memory, inputSize, encoder, offset, thetaInverse, hidden, weights.seed());
  }

  /**
   * The memory's A and B: those given, or those of order, theta and discretizer.
   *
   * @param type the dtype in which Keras-LMU would compute; float32 or float64
   * @return the system
   */
  public MemorySystem system(Class<? extends TFloating> type) {
    return given
        .map(matrices -> MemorySystem.of(matrices, theta))
        .orElseGet(() -> MemorySystem.of(order, theta, discretizer, precision, type));
  }

  private <T extends TFloating> LayerFunction<T> hidden(
      Cell cell, WeightScope<T> weights, int seen) {
    if (cell.isRecurrent()) {
      Rnn loop = Rnn.of(cell);
      Shape sequence = Shape.of(Shape.UNKNOWN_SIZE, Shape.UNKNOWN_SIZE, seen);
      return (returnSequences ? loop.returningSequences() : loop).build(weights, sequence);
    }
    CellFunction<T> function = cell.build(weights, seen);
    return LayerFunction.of(function::apply);
  }

  /** Whether the memory is needed at every step. */
  private boolean needsSequence() {
    return returnSequences || hiddenCell.filter(Cell::isRecurrent).isPresent();
  }

  private record Function<T extends TFloating>(
      LmuFeedforward layer,
      LinearMemory memory,
      int inputSize,
      Optional<Operand<T>> kernel,
      Optional<Operand<T>> bias,
      Optional<Operand<T>> thetaInverse,
      Optional<LayerFunction<T>> hidden,
      long seed)
      implements LayerFunction<T> {

    @Override
    public List<Signal<T>> apply(Ops tf, List<Signal<T>> inputs, Pass pass) {
      Signal<T> x = dropped(tf, inputs.get(0), pass);
      boolean sequence = layer.needsSequence();
      Signal<T> m = memory(tf, x, sequence, pass);
      Signal<T> seen = layer.inputToHidden ? Signal.concat(m, sequence ? x : last(tf, x)) : m;
      return hidden.isPresent()
          ? hidden.orElseThrow().apply(tf, List.of(seen), pass)
          : List.of(seen);
    }

    /** The memory as a recurrence, which needs no impulse response and cuts nothing off it. */
    @Override
    public List<StreamValue<T>> step(Ops tf, List<StreamValue<T>> inputs, StreamStates<T> states) {
      int size = layer.memoryD * layer.order;
      Operand<T> x =
          tf.reshape(inputs.get(0).signal().value(tf), tf.constant(new int[] {-1, inputSize}));
      Operand<T> u = MemorySignal.encoded(tf, Signal.of(x), kernel, bias);
      Operand<T> m = states.before("memory", Shape.of(size));
      Operand<T> next = memoryStep(tf).next(tf, m, u, layer.memoryD, layer.order);
      states.after("memory", next);
      Signal<T> seen = Signal.of(next);
      seen = layer.inputToHidden ? Signal.concat(seen, Signal.of(x)) : seen;
      if (hidden.isPresent() && layer.needsSequence()) {
        Operand<T> step = tf.expandDims(seen.value(tf), tf.constant(Axes.TIME));
        return hidden
            .orElseThrow()
            .step(tf, List.of(StreamValue.ofSequence(Signal.of(step))), states.child("hidden"));
      }
      if (hidden.isPresent()) {
        seen = hidden.orElseThrow().apply(tf, List.of(seen), Pass.inference()).get(0);
      }
      return List.of(
          layer.returnSequences
              ? StreamValue.ofSequence(
                  Signal.of(tf.expandDims(seen.value(tf), tf.constant(Axes.TIME))))
              : StreamValue.soFar(seen));
    }

    private MemoryStep<T> memoryStep(Ops tf) {
      if (thetaInverse.isEmpty()) {
        return MemoryStep.of(memory.system());
      }
      Operand<T> theta = thetaInverse.orElseThrow();
      return layer.discretizer == Discretizer.EULER
          ? MemoryStep.euler(layer.order, theta)
          : MemoryStep.trained(ZeroOrderHold.step(tf, layer.order, theta, layer.precision));
    }

    private Signal<T> memory(Ops tf, Signal<T> x, boolean sequence, Pass pass) {
      if (thetaInverse.isEmpty()) {
        return new MemorySignal<>(memory.in(pass), x, kernel, bias, sequence);
      }
      Operand<T> u = MemorySignal.encoded(tf, x, kernel, bias);
      TrainedMemory trained = new TrainedMemory(layer.order, layer.discretizer, layer.precision);
      Operand<T> theta = thetaInverse.orElseThrow();
      return Signal.of(
          sequence ? trained.sequence(tf, u, theta) : trained.finalState(tf, u, theta));
    }

    private Signal<T> dropped(Ops tf, Signal<T> x, Pass pass) {
      if (layer.dropout == 0 || !pass.isTraining()) {
        return x;
      }
      Operand<T> value = x.value(tf);
      Operand<TInt64> shape =
          tf.stack(List.of(x.batch(tf), tf.constant(1L), tf.constant((long) x.size())));
      Operand<T> mask = DropoutMask.draw(tf, pass, shape, layer.dropout, seed, value.type());
      return Signal.of(tf.math.mul(value, mask));
    }

    private static <T extends TFloating> Signal<T> last(Ops tf, Signal<T> x) {
      return Signal.of(tf.stridedSlice(x.value(tf), Indices.all(), Indices.at(-1)));
    }
  }
}
