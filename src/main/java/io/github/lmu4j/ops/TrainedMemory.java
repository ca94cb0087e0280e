package io.github.lmu4j.ops;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.math.LegendreStateSpace;
import io.github.lmu4j.math.Matrix;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Filters input sequences with a Legendre memory whose window is trained: what {@link LinearMemory}
 * is for a fixed one.
 *
 * <p>The impulse response is made in the graph, by doubling its length: {@code r_(n+k) = r_k A^n}.
 * Sequences are then filtered in the frequency domain. Gradients reach the input and theta.
 *
 * @param order number of Legendre polynomials, at least 1
 * @param discretizer how the continuous system becomes steps
 * @param precision how exactly
 */
public record TrainedMemory(int order, Discretizer discretizer, Precision precision) {

  /**
   * Computes the memory after the last step.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of a graph
   * @param u input, shape (batch, time, d); time and d must be known
   * @param thetaInv 1 / theta, a scalar, at least 0, per time step
   * @return shape (batch, d * order)
   * @throws IllegalArgumentException if u has another rank, or time or d is unknown
   */
  public <T extends TFloating> Operand<T> finalState(Ops tf, Operand<T> u, Operand<T> thetaInv) {
    Ops scope = tf.withSubScope("trained_memory");
    InputSequence<T> input = withLength(u);
    Operand<T> latestFirst =
        scope.reverse(
            impulseResponse(scope, thetaInv, input.steps()), scope.constant(new int[] {0}));
    Operand<T> states =
        scope.linalg.matMul(
            scope.reshape(
                input.channelsFirst(scope), scope.constant(new int[] {-1, input.steps()})),
            latestFirst);
    return scope.reshape(states, scope.constant(new int[] {-1, input.channels() * order}));
  }

  /**
   * Computes the memory at every step.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of a graph
   * @param u input, shape (batch, time, d); time and d must be known
   * @param thetaInv 1 / theta, a scalar, at least 0, per time step
   * @return shape (batch, time, d * order)
   * @throws IllegalArgumentException if u has another rank, or time or d is unknown
   */
  public <T extends TFloating> Operand<T> sequence(Ops tf, Operand<T> u, Operand<T> thetaInv) {
    Ops scope = tf.withSubScope("trained_memory");
    InputSequence<T> input = withLength(u);
    Operand<T> response = impulseResponse(scope, thetaInv, input.steps());
    return FourierFilter.sequence(scope, input, response, input.steps(), order);
  }

  private static <T extends TFloating> InputSequence<T> withLength(Operand<T> u) {
    InputSequence<T> input = InputSequence.of(u);
    if (!input.hasKnownLength()) {
      throw new IllegalArgumentException(
          "with a trained theta the number of steps must be known (got shape %s)"
              .formatted(u.shape()));
    }
    return input;
  }

  /** Shape (steps, order): row k is the memory k steps after the input 1. */
  private <T extends TFloating> Operand<T> impulseResponse(Ops tf, Operand<T> thetaInv, int steps) {
    Operand<T> step = step(tf, thetaInv);
    Operand<T> power = rows(tf, step, 0, order);
    Operand<T> response = rows(tf, step, order, 1);
    for (int length = 1; length < steps; length *= 2) {
      Operand<T> later = tf.linalg.matMul(response, power);
      response = tf.concat(List.of(response, later), tf.constant(0));
      power = tf.linalg.matMul(power, power);
    }
    return rows(tf, response, 0, steps);
  }

  /** A transposed, and below it B, of one step: shape (order + 1, order). */
  private <T extends TFloating> Operand<T> step(Ops tf, Operand<T> thetaInv) {
    if (discretizer == Discretizer.ZOH) {
      return ZeroOrderHold.step(tf, order, thetaInv, precision);
    }
    Class<T> type = thetaInv.type();
    Matrix slope = new LegendreStateSpace(order).augmented().transpose();
    Operand<T> change = Constants.of(tf, type, slope.block(0, 0, order + 1, order));
    Operand<T> start =
        Constants.of(tf, type, Matrix.identity(order + 1).block(0, 0, order + 1, order));
    return tf.math.add(start, tf.math.mul(change, thetaInv));
  }

  private static <T extends TFloating> Operand<T> rows(
      Ops tf, Operand<T> matrix, int first, int count) {
    Operand<TInt32> begin = tf.constant(new int[] {first, 0});
    return tf.slice(matrix, begin, tf.constant(new int[] {count, -1}));
  }
}
