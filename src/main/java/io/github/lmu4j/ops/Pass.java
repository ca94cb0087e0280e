package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * One forward pass through a graph: training or inference, the source of its randomness, and the
 * place where layers with a state of their own leave their updates; and how memories are computed
 * that leave it open.
 *
 * <p>Random numbers are stateless functions of the step's number and of a seed a caller: a run that
 * is stopped and resumed at a step draws what the uninterrupted run draws.
 */
public final class Pass {

  private final Optional<Operand<TInt64>> step;
  private final FilterMethod filter;
  private final List<Op> updates = new ArrayList<>();

  private Pass(Optional<Operand<TInt64>> step, FilterMethod filter) {
    this.step = step;
    this.filter = filter;
  }

  /**
   * A pass that predicts: dropout does nothing.
   *
   * @return a pass in inference mode
   */
  public static Pass inference() {
    return inference(FilterMethod.AUTO);
  }

  /**
   * A pass that predicts, and computes memories in one way.
   *
   * @param filter how the memories of layers are computed that leave it open
   * @return a pass in inference mode
   */
  public static Pass inference(FilterMethod filter) {
    return new Pass(Optional.empty(), filter);
  }

  /**
   * A pass that trains.
   *
   * @param step scalar; the number of the training step, which decides the random numbers
   * @return a pass in training mode
   */
  public static Pass training(Operand<TInt64> step) {
    return new Pass(Optional.of(step), FilterMethod.AUTO);
  }

  /**
   * A pass that trains, for a session loop that does not count its steps: each run of the session
   * draws new random numbers.
   *
   * @param tf operations of the graph
   * @param seed decides the sequence of draws
   * @return a pass in training mode
   */
  public static Pass training(Ops tf, long seed) {
    var range = org.tensorflow.op.random.RandomUniformInt.seed(seed);
    Operand<TInt64> draw =
        tf.random.randomUniformInt(
            tf.constant(new int[0]),
            tf.constant(0L),
            tf.constant(Long.MAX_VALUE),
            range,
            org.tensorflow.op.random.RandomUniformInt.seed2(seed ^ 0x5DEECE66DL));
    return training(draw);
  }

  /**
   * Tells training from inference.
   *
   * @return whether this pass trains
   */
  public boolean isTraining() {
    return step.isPresent();
  }

  /**
   * How memories are computed that leave it open.
   *
   * @return a method; {@code AUTO} leaves it open as well
   */
  public FilterMethod filter() {
    return filter;
  }

  /**
   * Draws from the uniform distribution over [0, 1).
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param shape shape of the result
   * @param seed the caller's seed: equal seeds draw equal numbers within one pass
   * @param type dtype
   * @return random numbers of the given shape
   * @throws IllegalStateException in inference mode
   */
  public <T extends TFloating> Operand<T> uniform(
      Ops tf, Operand<TInt64> shape, long seed, Class<T> type) {
    // Without a stop TensorFlow looks for a gradient by the shape, which has none.
    return tf.stopGradient(tf.random.statelessRandomUniform(shape, seeds(tf, seed), type));
  }

  /**
   * Draws from the standard normal distribution.
   *
   * @param <T> dtype
   * @param tf operations of the graph
   * @param shape shape of the result
   * @param seed the caller's seed: equal seeds draw equal numbers within one pass
   * @param type dtype
   * @return random numbers of the given shape
   * @throws IllegalStateException in inference mode
   */
  public <T extends TFloating> Operand<T> normal(
      Ops tf, Operand<TInt64> shape, long seed, Class<T> type) {
    // Without a stop TensorFlow looks for a gradient by the shape, which has none.
    return tf.stopGradient(tf.random.statelessRandomNormal(shape, seeds(tf, seed), type));
  }

  private Operand<TInt64> seeds(Ops tf, long seed) {
    Operand<TInt64> current =
        step.orElseThrow(
            () -> new IllegalStateException("random numbers are drawn in training mode only"));
    return tf.stack(List.of(tf.constant(seed), current));
  }

  /**
   * Leaves an operation that the session has to run with this pass, such as the update of a moving
   * average or of a kept state.
   *
   * @param update operation to run
   */
  public void addUpdate(Op update) {
    updates.add(update);
  }

  /**
   * What the layers left to be run with this pass.
   *
   * @return operations, in the order in which they were left
   */
  public List<Op> updates() {
    return Collections.unmodifiableList(updates);
  }
}
