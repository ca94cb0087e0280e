package io.github.lmu4j.ops;

import io.github.lmu4j.math.DiscreteStateSpace;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Filters input sequences with a Legendre memory, from an empty memory: {@code m_t = A m_(t-1) + B
 * u_t}, for each of d input channels by itself.
 *
 * <pre>{@code
 * LinearMemory memory = LinearMemory.of(
 *     MemorySystem.of(256, 784, Discretizer.ZOH, Precision.EXACT, TFloat32.class));
 * Operand<TFloat32> last = memory.finalState(tf, u);   // (batch, time, d) -> (batch, d * 256)
 * Operand<TFloat32> all = memory.sequence(tf, u);      // (batch, time, d) -> (batch, time, d * 256)
 * Operand<TFloat32> y = memory.projected(tf, u, w);    // all w, without ever making all
 * }</pre>
 *
 * <p>Memory is channel-major: the first {@code order} entries belong to channel 0. Gradients reach
 * u and w. The batch size may be unknown. So may the number of steps; then, as in Keras-LMU, an
 * input is forgotten after 5 theta steps: the impulse response ends there.
 *
 * <p>An encoder in front of the memory, u = x E, and a weight behind it fold into one: for an x
 * with no more channels than u, {@code projected(tf, x, folded(tf, E, w))} equals {@code
 * projected(tf, x E, w)}, does less, and differentiates nothing through the memory where x needs no
 * gradient.
 *
 * @param system the memory
 * @param method how sequences are computed
 * @param truncateIr for {@link FilterMethod#RAW} only, how much of the impulse response may be left
 *     out at its end: the fraction, in every memory dimension, of the sum of its absolute values; 0
 *     leaves out nothing
 */
public record LinearMemory(MemorySystem system, FilterMethod method, double truncateIr) {

  /** After how many windows an input of a sequence of unknown length is forgotten. */
  private static final int WINDOWS = 5;

  /**
   * Checks the fraction.
   *
   * @throws IllegalArgumentException if the fraction is negative, or positive with another method
   *     than {@code RAW}
   */
  public LinearMemory {
    if (!(truncateIr >= 0)) {
      throw new IllegalArgumentException("truncateIr must be at least 0 (got " + truncateIr + ")");
    }
    if (truncateIr > 0 && method != FilterMethod.RAW) {
      throw new IllegalArgumentException(
          "truncateIr must be 0 unless the method is RAW (got %s with %s)"
              .formatted(truncateIr, method));
    }
  }

  /**
   * Makes a filter that chooses how to compute.
   *
   * @param system the memory
   * @return the filter
   */
  public static LinearMemory of(MemorySystem system) {
    return new LinearMemory(system, FilterMethod.AUTO, 0);
  }

  /**
   * The memory as a pass wants it computed.
   *
   * @param pass a pass
   * @return this filter, or one with the pass's method if this one leaves it open
   */
  public LinearMemory in(Pass pass) {
    return method == FilterMethod.AUTO ? new LinearMemory(system, pass.filter(), 0) : this;
  }

  /**
   * Tells whether what stands before and behind the memory may be folded into it, which changes the
   * rounding: not in the frequency domain, which is there for Keras' own.
   *
   * @return whether it may
   */
  public boolean folds() {
    return method != FilterMethod.FFT;
  }

  /**
   * Computes the memory after the last step: by one matrix product, but for {@link
   * FilterMethod#FFT}, which computes all steps as Keras-LMU does.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of a graph
   * @param u input, shape (batch, time, d); d must be known
   * @return shape (batch, d * order)
   * @throws IllegalArgumentException if u has another rank or d is unknown
   */
  public <T extends TFloating> Operand<T> finalState(Ops tf, Operand<T> u) {
    InputSequence<T> input = InputSequence.of(u);
    Ops scope = tf.withSubScope("memory");
    if (method == FilterMethod.FFT) {
      return scope.stridedSlice(sequence(scope, input), Indices.all(), Indices.at(-1));
    }
    int steps = responseSteps(input);
    Operand<T> recent = input.last(scope, steps).channelsFirst(scope);
    Operand<T> states =
        scope.linalg.matMul(
            scope.reshape(recent, scope.constant(new int[] {-1, steps})),
            Constants.of(scope, input.type(), system.reversedImpulseResponse(steps)));
    return scope.reshape(states, scope.constant(new int[] {-1, input.channels() * system.order()}));
  }

  /**
   * Computes the memory at every step.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of a graph
   * @param u input, shape (batch, time, d); d must be known
   * @return shape (batch, time, d * order)
   * @throws IllegalArgumentException if u has another rank or d is unknown
   */
  public <T extends TFloating> Operand<T> sequence(Ops tf, Operand<T> u) {
    return sequence(tf.withSubScope("memory"), InputSequence.of(u));
  }

  private <T extends TFloating> Operand<T> sequence(Ops tf, InputSequence<T> input) {
    return switch (method) {
      case AUTO, BLOCKED -> {
        int size =
            BlockPlan.forSequence(expectedSteps(input), input.channels(), system.order()).size();
        yield forgetting(tf, input, new BlockedFilter<>(tf, system, input, size).sequence());
      }
      case FFT -> FourierFilter.sequence(tf, input, system.impulseResponse(responseSteps(input)));
      case RAW ->
          ConvolutionFilter.sequence(tf, input, system.impulseResponse(responseSteps(input)));
    };
  }

  /**
   * Computes a linear map of the memory at every step: {@code y_t = m_t W}.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of a graph
   * @param u input, shape (batch, time, d); d must be known
   * @param w W, shape (d * order, units); must be known
   * @return shape (batch, time, units)
   * @throws IllegalArgumentException if the shapes do not fit or are unknown where they must be
   *     known
   */
  public <T extends TFloating> Operand<T> projected(Ops tf, Operand<T> u, Operand<T> w) {
    InputSequence<T> input = InputSequence.of(u);
    int units = units(input.channels(), w);
    Ops scope = tf.withSubScope("memory");
    int steps = expectedSteps(input);
    BlockPlan folded = BlockPlan.forProjection(steps, input.channels(), system.order(), units);
    boolean fold =
        switch (method) {
          case AUTO -> folded.time() < timeApart(input, units) && !remembers(input);
          case BLOCKED -> !remembers(input);
          case FFT, RAW -> false;
        };
    return fold
        ? new BlockedFilter<>(scope, system, input, folded.size()).projected(w, units)
        : Contraction.lastAxis(scope, sequence(scope, input), w);
  }

  private double timeApart(InputSequence<?> input, int units) {
    int steps = expectedSteps(input);
    int order = system.order();
    return BlockPlan.forSequence(steps, input.channels(), order).time()
        + BlockPlan.product(steps, input.channels(), order, units);
  }

  /**
   * Folds an encoder into what follows the memory: row block n of the result is the sum over c of
   * {@code encoder[n, c]} times row block c of W.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of a graph
   * @param encoder E, shape (inputs, d); must be known
   * @param w W, shape (d * order, units); must be known
   * @return shape (inputs * order, units)
   * @throws IllegalArgumentException if the shapes do not fit or are unknown
   */
  public <T extends TFloating> Operand<T> folded(Ops tf, Operand<T> encoder, Operand<T> w) {
    Shape shape = encoder.shape();
    if (shape.numDimensions() != 2 || shape.hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "the encoder must have a known shape (inputs, d) (got " + shape + ")");
    }
    int inputs = (int) shape.get(0);
    int channels = (int) shape.get(1);
    int units = units(channels, w);
    Operand<T> blocks = tf.reshape(w, tf.constant(new int[] {channels, system.order() * units}));
    return tf.reshape(
        tf.linalg.matMul(encoder, blocks), tf.constant(new int[] {inputs * system.order(), units}));
  }

  private int units(int channels, Operand<?> w) {
    Shape shape = w.shape();
    int rows = channels * system.order();
    if (shape.numDimensions() != 2 || shape.get(0) != rows || shape.get(1) < 1) {
      throw new IllegalArgumentException(
          "W must have a known shape (%d, units) (got %s)".formatted(rows, shape));
    }
    return (int) shape.get(1);
  }

  /** How many steps back an input counts. */
  private int responseSteps(InputSequence<?> input) {
    int steps = input.hasKnownLength() ? input.steps() : window();
    return method == FilterMethod.RAW ? system.significantSteps(steps, truncateIr) : steps;
  }

  /** How long a sequence is, or may be expected to be. */
  private int expectedSteps(InputSequence<?> input) {
    return input.hasKnownLength() ? input.steps() : (int) Math.ceil(system.theta());
  }

  /** How many steps back an input counts in a sequence of unknown length. */
  private int window() {
    return (int) Math.ceil(WINDOWS * system.theta());
  }

  /** Whether a recurrence would still know of inputs that have to be forgotten. */
  private boolean remembers(InputSequence<?> input) {
    if (input.hasKnownLength()) {
      return false;
    }
    DiscreteStateSpace stateSpace = system.stateSpace();
    double rest = stateSpace.power(window()).multiply(stateSpace.b()).norm1();
    double forgotten = input.type() == TFloat64.class ? 1e-17 : 1e-9;
    return !(rest < forgotten * stateSpace.b().norm1());
  }

  /** Takes away what a recurrence knows of inputs that have to be forgotten. */
  private <T extends TFloating> Operand<T> forgetting(
      Ops tf, InputSequence<T> input, Operand<T> memory) {
    if (!remembers(input)) {
      return memory;
    }
    Operand<T> earlier =
        tf.slice(
            tf.pad(
                memory,
                tf.constant(new int[][] {{0, 0}, {window(), 0}, {0, 0}}),
                Constants.of(tf, input.type(), 0)),
            tf.constant(new int[3]),
            tf.shape(memory));
    Operand<T> rest =
        tf.linalg.matMul(
            tf.reshape(earlier, tf.constant(new int[] {-1, system.order()})),
            Constants.of(tf, input.type(), system.stateSpace().power(window()).transpose()));
    return tf.math.sub(memory, tf.reshape(rest, tf.shape(memory)));
  }
}
