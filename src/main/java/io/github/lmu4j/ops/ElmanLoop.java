package io.github.lmu4j.ops;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The fully connected recurrent network over whole sequences, fast: {@code h_t = activation(p_t +
 * h_(t-1) W)}, with the same results as a {@link Scan} over single steps.
 *
 * <p>The backward loop has the chain of the states, and W's gradient by one product a round. The
 * batch is cut into parts whose loops run side by side; see {@link LoopSession}.
 *
 * @param activation of the state; see {@link LmuLoop#supports}
 * @param steps time steps in one round of the loop, at least 1
 * @param parts into how many the batch is cut, at least 1
 * @param compiles whether XLA compiles the loop where this pays: where there are many steps and the
 *     states of the whole batch are few numbers, if both are known when the loop is built. It is
 *     meant for inference, because the gradient has to run the loop again
 */
public record ElmanLoop(Activation activation, int steps, int parts, boolean compiles) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is below 1 or the activation is not supported
   */
  public ElmanLoop {
    BlockedPlan.check(activation, steps, parts);
  }

  /**
   * A loop with rounds of a usual size and one part a processor, of up to four.
   *
   * @param activation of the state
   * @return the loop
   */
  public static ElmanLoop of(Activation activation) {
    return new ElmanLoop(activation, BlockedPlan.STEPS, BlockedPlan.usualParts(), false);
  }

  /**
   * Lets XLA compile the loop where this pays, or not.
   *
   * @param value whether it may
   * @return a copy
   */
  public ElmanLoop withCompiles(boolean value) {
    return new ElmanLoop(activation, steps, parts, value);
  }

  /**
   * Adds the loop to a graph.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of the graph
   * @param projected p, shape (batch, time, units); batch and time may be known at run time only
   * @param kernel W, shape (units, units)
   * @param hidden the first state, shape (batch, units)
   * @param returnSequences whether the states of all steps are returned
   * @return the state as the only output and the only state
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public <T extends TFloating> ScanResult<T> run(
      Ops tf, Operand<T> projected, Operand<T> kernel, Operand<T> hidden, boolean returnSequences) {
    int units = Math.toIntExact(kernel.shape().get(0));
    Shape shape = projected.shape();
    if (shape.numDimensions() != 3 || shape.get(2) != units) {
      throw new IllegalArgumentException(
          "the projected input must have shape (batch, time, %d) (got %s)".formatted(units, shape));
    }
    int size = BlockedPlan.size(steps, shape.get(1));
    BlockedPlan<T> plan =
        new BlockedPlan<>(
            hidden.type(),
            StepRow.withoutMemory(activation, units),
            size,
            0,
            units,
            true,
            returnSequences);
    Roles<Operand<?>> factors = new Roles<>();
    factors.put(BlockedPlan.RECURRENT, List.of(kernel));
    return new BlockedSequence<>(
            tf.withSubScope("elman"),
            plan,
            factors,
            factors,
            compiles && ScanMethod.paysToCompile(shape, units))
        .run(projected, List.of(), hidden, parts);
  }
}
