package io.github.lmu4j.ops;

import io.github.lmu4j.math.LegendreStateSpace;
import io.github.lmu4j.math.Matrix;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * One step of a Legendre memory: {@code m' = A m + B u}, in each of its channels.
 *
 * <p>Shapes: m (batch, channels * order), channel-major; u (batch, channels).
 *
 * @param <T> dtype
 */
@FunctionalInterface
public interface MemoryStep<T extends TFloating> {

  /**
   * The memory of rows.
   *
   * @param tf operations of the graph
   * @param memory shape (rows, order)
   * @param input shape (rows, 1)
   * @return shape (rows, order)
   */
  Operand<T> advance(Ops tf, Operand<T> memory, Operand<T> input);

  /**
   * Advances by one step.
   *
   * @param tf operations of the graph
   * @param memory m, shape (batch, channels * order)
   * @param input u, shape (batch, channels)
   * @param channels number of channels
   * @param order number of Legendre polynomials a channel
   * @return m', of the shape of m
   */
  default Operand<T> next(Ops tf, Operand<T> memory, Operand<T> input, int channels, int order) {
    if (channels == 1) {
      return advance(tf, memory, input);
    }
    Operand<T> rows = tf.reshape(memory, tf.constant(new int[] {-1, order}));
    Operand<T> inputs = tf.reshape(input, tf.constant(new int[] {-1, 1}));
    Operand<T> next = advance(tf, rows, inputs);
    return tf.reshape(next, tf.constant(new int[] {-1, channels * order}));
  }

  /**
   * The step of a system that stays as it is.
   *
   * @param <T> dtype
   * @param system the system
   * @return its step
   */
  static <T extends TFloating> MemoryStep<T> of(MemorySystem system) {
    Matrix a = system.stateSpace().a();
    Matrix b = system.stateSpace().b();
    return (tf, memory, input) -> product(tf, a, b, memory, input);
  }

  /**
   * The step of a system that is learned, or follows from a theta that is.
   *
   * @param <T> dtype
   * @param system A transposed and below it B, shape (order + 1, order), such as {@link
   *     ZeroOrderHold#step} gives
   * @return its step
   */
  static <T extends TFloating> MemoryStep<T> trained(Operand<T> system) {
    return (tf, memory, input) ->
        tf.linalg.matMul(tf.concat(List.of(memory, input), tf.constant(1)), system);
  }

  /**
   * Euler's step with a theta that is trained: {@code m + (A m + B u) / theta}, of the continuous A
   * and B.
   *
   * @param <T> dtype
   * @param order number of Legendre polynomials
   * @param thetaInverse 1 / theta, scalar
   * @return its step
   */
  static <T extends TFloating> MemoryStep<T> euler(int order, Operand<T> thetaInverse) {
    LegendreStateSpace continuous = new LegendreStateSpace(order);
    return (tf, memory, input) -> {
      Operand<T> slope = product(tf, continuous.a(), continuous.b(), memory, input);
      return tf.math.add(memory, tf.math.mul(thetaInverse, slope));
    };
  }

  private static <T extends TFloating> Operand<T> product(
      Ops tf, Matrix a, Matrix b, Operand<T> memory, Operand<T> input) {
    return tf.math.add(
        tf.linalg.matMul(memory, Constants.of(tf, memory.type(), a.transpose())),
        tf.math.mul(input, Constants.of(tf, memory.type(), b.transpose())));
  }
}
