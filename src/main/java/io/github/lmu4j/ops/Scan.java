package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * Applies a step function to every time step of some sequences and carries states from step to
 * step, differentiably.
 *
 * <pre>{@code
 * // h' = tanh(x W + h U), and h' is also the output
 * Scan<TFloat32> rnn = Scan.of((tf, x, h, p) -> {
 *   Operand<TFloat32> next = tf.math.tanh(tf.math.add(
 *       tf.linalg.matMul(x.get(0), p.get(0)), tf.linalg.matMul(h.get(0), p.get(1))));
 *   return new Scan.Result<>(List.of(next), List.of(next));
 * });
 * ScanResult<TFloat32> result = rnn.run(tf, List.of(sequence), List.of(h0), List.of(w, u));
 * }</pre>
 *
 * <p>Gradients reach the inputs, the initial states and the parameters through {@code
 * Graph.addGradients} and so through any optimizer. Length and batch size may be known at run time
 * only.
 *
 * <p>Shapes: an input is (batch, time, ...), or (time, batch, ...) where the options say {@code
 * timeMajor}; a state is (batch, ...) and keeps its shape; an output of a step is (batch, ...), of
 * which all but the batch size must be known when the loop is built; a parameter has any shape.
 *
 * @param <T> dtype
 * @param step what happens at one time step
 * @param options direction, layout, masking, what is returned, and how the gradient is computed
 */
public record Scan<T extends TFloating>(Step<T> step, ScanOptions options) {

  /**
   * What happens at one time step.
   *
   * <p>It is traced, several times, in graphs of its own that become the bodies of loops: it may
   * use what it is passed and constants that it makes from Java values, nothing else, and must
   * build the same operations every time. All its operations must have gradients, its own (see
   * {@link CustomGradient}) or TensorFlow's.
   *
   * @param <T> dtype
   */
  @FunctionalInterface
  public interface Step<T extends TFloating> {
    /**
     * Builds one step.
     *
     * @param tf operations of the loop's body
     * @param inputs the inputs of this time step, without their time axis
     * @param states the states before this time step
     * @param parameters what is the same at every time step
     * @return outputs of this time step, and one new state for each state, of its shape
     */
    Result<T> apply(
        Ops tf, List<Operand<T>> inputs, List<Operand<T>> states, List<Operand<T>> parameters);
  }

  /**
   * What one time step gives.
   *
   * @param <T> dtype
   * @param outputs any number of outputs
   * @param states the states after this time step
   */
  public record Result<T extends TFloating>(List<Operand<T>> outputs, List<Operand<T>> states) {
    /** Takes copies of the lists. */
    public Result {
      outputs = List.copyOf(outputs);
      states = List.copyOf(states);
    }
  }

  /**
   * A loop with the default options.
   *
   * @param <T> dtype
   * @param step what happens at one time step
   * @return the loop
   */
  public static <T extends TFloating> Scan<T> of(Step<T> step) {
    return new Scan<>(step, ScanOptions.DEFAULT);
  }

  /**
   * A loop with given options.
   *
   * @param <T> dtype
   * @param step what happens at one time step
   * @param options the options
   * @return the loop
   */
  public static <T extends TFloating> Scan<T> of(Step<T> step, ScanOptions options) {
    return new Scan<>(step, options);
  }

  /**
   * Adds the loop to a graph.
   *
   * @param tf operations of the graph
   * @param inputs the sequences, at least one; all of the same length
   * @param initialStates the states before the first step
   * @param parameters what is the same at every time step and receives gradients; operands of a
   *     graph cannot be captured by the step, they are passed here
   * @return outputs and final states
   * @throws IllegalArgumentException if a rank or a size is not as described above, or the step
   *     returns another number of states than it was given or states of other shapes
   */
  public ScanResult<T> run(
      Ops tf,
      List<? extends Operand<T>> inputs,
      List<? extends Operand<T>> initialStates,
      List<? extends Operand<T>> parameters) {
    return run(tf, inputs, initialStates, parameters, Optional.empty());
  }

  /**
   * Adds the loop to a graph, under a mask as Keras has it: where the mask is false, the states
   * stay as they were, and the output is the one of the step before (zeros before the first), or
   * zeros if the options say so.
   *
   * @param tf operations of the graph
   * @param inputs the sequences, at least one; all of the same length
   * @param initialStates the states before the first step
   * @param parameters what is the same at every time step and receives gradients
   * @param mask shape (batch, time), or (time, batch) where the options say {@code timeMajor};
   *     empty where all steps count
   * @return outputs and final states
   * @throws IllegalArgumentException as for {@code run} without a mask
   */
  public ScanResult<T> run(
      Ops tf,
      List<? extends Operand<T>> inputs,
      List<? extends Operand<T>> initialStates,
      List<? extends Operand<T>> parameters,
      Optional<? extends Operand<TBool>> mask) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a scan must have at least one input (got 0)");
    }
    for (Operand<T> state : initialStates) {
      if (state.shape().isUnknown()) {
        throw new IllegalArgumentException("the rank of a state must be known (got no shape)");
      }
    }
    Ops scope = tf.withSubScope("scan");
    List<Operand<T>> sequences = new ArrayList<>();
    for (Operand<T> input : inputs) {
      sequences.add(timeMajor(scope, input));
    }
    Roles<Operand<?>> arguments = new Roles<>();
    arguments.put(LoopPlan.INPUTS, sequences);
    arguments.put(LoopPlan.MASK, mask.map(m -> timeMajor(scope, m)).stream().toList());
    arguments.put(LoopPlan.STATES, List.copyOf(initialStates));
    arguments.put(LoopPlan.PARAMETERS, List.copyOf(parameters));
    Operand<TInt32> length = LoopShapes.size(scope, sequences.get(0), 0);
    Operand<TInt32> batch = LoopShapes.size(scope, sequences.get(0), 1);
    ScanMethod method = options.method().resolve(arguments.map(Slot::of));
    Scan<T> resolved = new Scan<>(step, options.withMethod(method));
    Roles<Operand<?>> results =
        method == ScanMethod.RECOMPUTE
            ? ChunkedScan.run(scope, resolved, length, batch, arguments)
            : ScanLoop.run(scope, resolved, length, batch, 1, arguments);
    List<Operand<T>> all = results.operands(LoopPlan.SEQUENCES);
    List<Operand<T>> held = results.operands(LoopPlan.HELD);
    Operand<TInt32> last =
        options.reverse()
            ? scope.constant(new int[] {0})
            : scope.math.sub(length, scope.constant(1));
    return new ScanResult<>(
        all.stream().map(sequence -> timeMajor(scope, sequence)).toList(),
        held.isEmpty() ? TimeStack.read(scope, all, last) : held,
        results.operands(LoopPlan.STATES));
  }

  /** Exchanges the axes of batch and time if the caller's layout is not the loop's. */
  private <U extends TType> Operand<U> timeMajor(Ops tf, Operand<U> sequence) {
    int rank = sequence.shape().numDimensions();
    if (rank < 2) {
      throw new IllegalArgumentException(
          "a sequence must have axes for batch and time (got shape %s)"
              .formatted(sequence.shape()));
    }
    if (options.timeMajor()) {
      return sequence;
    }
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = i < 2 ? 1 - i : i;
    }
    return tf.linalg.transpose(sequence, tf.constant(axes));
  }
}
