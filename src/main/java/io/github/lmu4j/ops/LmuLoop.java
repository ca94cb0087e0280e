package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A Legendre memory with a fully connected hidden state over whole sequences, fast: the same
 * results as a {@link Scan} over single steps, to rounding.
 *
 * <pre>
 *   u_t = x_t E_x + h_(t-1) E_h + m_(t-1) E_m + b_u
 *   m_t = A m_(t-1) + B u_t                             in each of d channels
 *   h_t = activation(x_t W_x + h_(t-1) W_h + m_t W_m + b)
 * </pre>
 *
 * <p>Steps are taken in blocks of C. The memory is linear, so that all a block needs of it is one
 * product of the memory at the block's start with a matrix that is made once of A^0 .. A^(C-1) and
 * the weights; within the block one product is left, of a row that has h, the block's signals u and
 * a one for the biases. The memory itself is made once a block. The backward loop has the chain of
 * the states and the gradient of that product's matrix; all other gradients are one product each,
 * after it. In float32 signals may be from 1e-18 to 1e15; smaller ones count as zero.
 *
 * <p>The batch is cut into parts whose loops run side by side, because a product of 100 rows does
 * not use two cores: see {@link LoopSession}.
 *
 * @param system A and B
 * @param activation of the hidden state; see {@link #supports}
 * @param steps C, the time steps of a block, at least 1
 * @param parts into how many the batch is cut, at least 1
 * @param compiles whether XLA compiles the loop where this pays: where there are many steps and the
 *     states of the whole batch are few numbers, if both are known when the loop is built. It is
 *     meant for inference, because the gradient has to run the loop again
 * @see <a
 *     href="https://papers.nips.cc/paper/2019/hash/952285b9b7e7a1be5aa7849f32ffff05-Abstract.html">
 *     Voelker, Kajic, Eliasmith 2019, equations 4 to 7</a>
 */
public record LmuLoop(
    MemorySystem system, Activation activation, int steps, int parts, boolean compiles) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is below 1 or the activation is not supported
   */
  public LmuLoop {
    BlockedPlan.check(activation, steps, parts);
  }

  /**
   * A loop with blocks of a usual size and one part a processor, of up to four.
   *
   * @param system A and B
   * @param activation of the hidden state
   * @param channels d
   * @return the loop
   */
  public static LmuLoop of(MemorySystem system, Activation activation, int channels) {
    int steps = channels == 1 ? BlockedPlan.STEPS : BlockedPlan.STEPS_OF_CHANNELS;
    return new LmuLoop(system, activation, steps, BlockedPlan.usualParts(), false);
  }

  /**
   * Tells whether a hidden state may have an activation: those whose derivative follows from their
   * output.
   *
   * @param activation the activation
   * @return whether it is linear, relu, tanh or sigmoid
   */
  public static boolean supports(Activation activation) {
    return OutputDerivative.of(activation).isPresent();
  }

  /**
   * Lets XLA compile the loop where this pays, or not.
   *
   * @param value whether it may
   * @return a copy
   */
  public LmuLoop withCompiles(boolean value) {
    return new LmuLoop(system, activation, steps, parts, value);
  }

  /**
   * Adds the loop to a graph.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of the graph
   * @param weights the weights, all of known shape
   * @param input x, shape (batch, time, n); batch and time may be known at run time only
   * @param memory the first memory, shape (batch, d * order)
   * @param hidden the first hidden state, shape (batch, U)
   * @param returnSequences whether the hidden states of all steps are returned
   * @return the hidden state as the only output; memory and hidden state as the states
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public <T extends TFloating> ScanResult<T> run(
      Ops tf,
      LmuLoopWeights<T> weights,
      Operand<T> input,
      Operand<T> memory,
      Operand<T> hidden,
      boolean returnSequences) {
    Ops scope = tf.withSubScope("lmu");
    Shape shape = input.shape();
    int channels = weights.channels(system.order());
    long columns = weights.inputToMemory().map(e -> e.shape().get(0)).orElse((long) channels);
    if (shape.numDimensions() != 3 || shape.get(2) != columns) {
      throw new IllegalArgumentException(
          "the input must have shape (batch, time, %d) (got %s)".formatted(columns, shape));
    }
    long states = weights.units() + (long) system.order() * channels;
    boolean compiled = compiles && ScanMethod.paysToCompile(shape, states);
    int size =
        BlockedPlan.size(
            compiled ? Math.min(steps, BlockedPlan.COMPILED_STEPS) : steps, shape.get(1));
    boolean added = steps * columns > (long) system.order() * channels / 2;
    StepRow row =
        StepRow.withMemory(
            activation, weights.units(), channels, compiled ? BlockedPlan.atOnce(size) : size);
    var matrices = new LmuMatrices<>(scope, system.stateSpace(), weights, row);
    Operand<T> step = matrices.step((int) columns);
    Operand<T> rows = added ? Contraction.lastAxis(scope, input, step) : input;
    BlockedPlan<T> plan =
        new BlockedPlan<>(
            hidden.type(),
            row,
            size,
            system.order(),
            added ? row.width() : (int) columns,
            added,
            returnSequences);
    return new BlockedSequence<>(
            scope,
            plan,
            factors(scope, matrices, plan, step, compiled),
            factors(scope, matrices, plan.ofOneStep(), step, compiled),
            compiled)
        .run(rows, List.of(memory), hidden, parts);
  }

  private static <T extends TFloating> Roles<Operand<?>> factors(
      Ops tf, LmuMatrices<T> matrices, BlockedPlan<T> plan, Operand<T> step, boolean compiled) {
    int steps = plan.steps();
    Roles<Operand<?>> factors = new Roles<>();
    factors.put(
        BlockedPlan.BLOCK,
        plan.added()
            ? matrices.block(steps)
            : matrices.blockWithInputs(steps, step, plan.inputs()));
    factors.put(BlockedPlan.RECURRENT, List.of(matrices.recurrent(steps)));
    factors.put(BlockedPlan.ADVANCE, List.of(matrices.advance(steps)));
    factors.put(BlockedPlan.RESPONSE, List.of(matrices.response(steps)));
    if (compiled) {
      List<Operand<T>> block = factors.operands(BlockedPlan.BLOCK);
      factors.put(BlockedPlan.BLOCKS, List.of(BlockedPlan.columns(tf, block)));
      List<Operand<T>> doublings = new ArrayList<>();
      for (int at = 1; at < plan.blocksAtOnce(); at *= 2) {
        doublings.add(matrices.advance(at * steps));
      }
      factors.put(BlockedPlan.DOUBLINGS, doublings);
      int more = plan.stepsAtOnce();
      factors.put(BlockedPlan.LONG_RECURRENT, List.of(matrices.recurrent(more)));
      factors.put(BlockedPlan.LONG_RESPONSE, List.of(matrices.response(more)));
    }
    return factors;
  }
}
