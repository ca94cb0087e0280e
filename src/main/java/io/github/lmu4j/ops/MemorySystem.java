package io.github.lmu4j.ops;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.math.Matrix;
import org.tensorflow.types.family.TFloating;

/**
 * Holds the time-invariant system of a Legendre memory, {@code m_t = A m_(t-1) + B u_t}, and its
 * impulse response.
 *
 * <p>The values are doubles; with {@link Precision#KERAS} and float32 they are those floats that
 * Keras-LMU computes. Immutable, and safe for use by several threads.
 */
public final class MemorySystem {

  private final double theta;
  private final DiscreteStateSpace stateSpace;
  private final ImpulseResponse impulseResponse;
  private Matrix longest;

  private MemorySystem(
      double theta, DiscreteStateSpace stateSpace, ImpulseResponse impulseResponse) {
    this.theta = theta;
    this.stateSpace = stateSpace;
    this.impulseResponse = impulseResponse;
    this.longest = stateSpace.b().transpose();
  }

  /** Computes a number of rows (steps, order). */
  @FunctionalInterface
  private interface ImpulseResponse {
    Matrix of(int steps);
  }

  /**
   * Discretizes a Legendre memory.
   *
   * @param order number of Legendre polynomials, at least 1
   * @param theta length of the window, in time steps: positive and finite
   * @param discretizer how the continuous system becomes steps
   * @param precision how exactly
   * @param type the dtype in which Keras-LMU would compute; float32 or float64
   * @return the system
   * @throws IllegalArgumentException if the order is below 1, theta not positive and finite, or the
   *     dtype another one
   */
  public static MemorySystem of(
      int order,
      double theta,
      Discretizer discretizer,
      Precision precision,
      Class<? extends TFloating> type) {
    if (!(theta > 0 && theta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("theta must be positive and finite (got " + theta + ")");
    }
    if (precision == Precision.EXACT) {
      DiscreteStateSpace stateSpace = discretizer.discretize(order, theta);
      return new MemorySystem(theta, stateSpace, stateSpace::impulseResponse);
    }
    KerasDiscretization<?> keras = new KerasDiscretization<>(type);
    DiscreteStateSpace stateSpace = keras.discretize(order, theta, discretizer);
    return new MemorySystem(theta, stateSpace, steps -> keras.impulseResponse(stateSpace, steps));
  }

  /**
   * Takes the matrices of one step by value.
   *
   * @param stateSpace A and B
   * @param theta length of the window, in time steps, as far as one can be told: it decides how
   *     sequences of unknown length are computed
   * @return the system
   * @throws IllegalArgumentException if theta is not positive and finite
   */
  public static MemorySystem of(DiscreteStateSpace stateSpace, double theta) {
    requireSizes(1, stateSpace.order(), theta);
    return new MemorySystem(theta, stateSpace, stateSpace::impulseResponse);
  }

  /**
   * Checks the sizes of a Legendre memory, under the names that Keras-LMU gives them.
   *
   * @param memoryD number of channels, at least 1
   * @param order number of Legendre polynomials a channel, at least 1
   * @param theta length of the window, in time steps: positive and finite
   * @throws IllegalArgumentException if one of them is not as described
   */
  public static void requireSizes(int memoryD, int order, double theta) {
    if (memoryD < 1) {
      throw new IllegalArgumentException("memory_d must be at least 1 (got %d)".formatted(memoryD));
    }
    if (order < 1) {
      throw new IllegalArgumentException("order must be at least 1 (got %d)".formatted(order));
    }
    if (!(theta > 0) || Double.isInfinite(theta)) {
      throw new IllegalArgumentException(
          "theta must be positive and finite (got %s)".formatted(theta));
    }
  }

  /**
   * Returns the number of memory dimensions.
   *
   * @return the order, at least 1
   */
  public int order() {
    return stateSpace.order();
  }

  /**
   * Returns the length of the window.
   *
   * @return theta, in time steps
   */
  public double theta() {
    return theta;
  }

  /**
   * Returns the matrices of one step.
   *
   * @return A (order, order) and B (order, 1)
   */
  public DiscreteStateSpace stateSpace() {
    return stateSpace;
  }

  /**
   * Computes the impulse response: row k is the memory k steps after the input 1.
   *
   * @param steps number of rows, at least 1
   * @return the impulse response (steps, order)
   * @throws IllegalArgumentException if steps is below 1
   */
  public synchronized Matrix impulseResponse(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1 (got " + steps + ")");
    }
    if (steps > longest.rows()) {
      longest = impulseResponse.of(steps);
    }
    return steps == longest.rows() ? longest : longest.block(0, 0, steps, order());
  }

  /** The impulse response, last row first: what a sequence is multiplied by to give the memory. */
  Matrix reversedImpulseResponse(int steps) {
    Matrix response = impulseResponse(steps);
    int order = order();
    double[] reversed = new double[steps * order];
    for (int k = 0; k < steps; k++) {
      System.arraycopy(response.row(steps - 1 - k), 0, reversed, k * order, order);
    }
    return Matrix.of(steps, order, reversed);
  }

  /**
   * Computes how many steps of the impulse response stay when its end is cut off: the fewest for
   * which, in every memory dimension, the absolute values cut off sum up to less than a fraction of
   * all.
   *
   * @param steps length of the whole impulse response, at least 1
   * @param fraction the fraction, at least 0; 0 keeps everything
   * @return a number of steps, from 1 to {@code steps}
   * @throws IllegalArgumentException if steps is below 1 or the fraction negative
   */
  public int significantSteps(int steps, double fraction) {
    if (!(fraction >= 0)) {
      throw new IllegalArgumentException("fraction must be at least 0 (got " + fraction + ")");
    }
    double[] response = impulseResponse(steps).toArray();
    int order = order();
    int significant = 1;
    for (int i = 0; i < order; i++) {
      double whole = 0;
      for (int k = 0; k < steps; k++) {
        whole += Math.abs(response[k * order + i]);
      }
      int kept = steps;
      double tail = 0;
      while (kept > significant) {
        tail += Math.abs(response[(kept - 1) * order + i]);
        if (!(tail < fraction * whole)) {
          break;
        }
        kept--;
      }
      significant = Math.max(significant, kept);
    }
    return significant;
  }
}
