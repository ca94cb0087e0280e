package io.github.lmu4j.spiking;

import io.github.lmu4j.math.Matrix;

/**
 * Filters a signal as a synapse does: {@code f_k = d f_(k-1) + (1 - d) x_k}, with {@code d =
 * exp(-dt / tau)}.
 *
 * <p>The response to a step from 0 to 1 is {@code 1 - d^k} after k steps.
 *
 * @param tau time constant, in seconds: at least 0 and finite; 0 filters nothing
 */
public record Lowpass(double tau) {

  /**
   * Checks the time constant.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public Lowpass {
    if (!(tau >= 0 && tau < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("tau must be at least 0 and finite (got " + tau + ")");
    }
  }

  /**
   * Computes how much of a value is left after one step.
   *
   * @param dt length of a step, in seconds
   * @return d
   */
  public double decay(double dt) {
    return Math.exp(-dt / tau);
  }

  /**
   * Computes what some steps of input become, from rest: {@code f = L x}.
   *
   * @param steps number of steps, at least 1
   * @param dt length of a step, in seconds
   * @return L (steps, steps): {@code (1 - d) d^(k - j)} for j up to k, else 0
   */
  public Matrix response(int steps, double dt) {
    double d = decay(dt);
    double[] response = new double[steps * steps];
    for (int k = 0; k < steps; k++) {
      for (int j = 0; j <= k; j++) {
        response[k * steps + j] = (1 - d) * Math.pow(d, k - j);
      }
    }
    return Matrix.of(steps, steps, response);
  }

  /**
   * Computes what is left of a value after each of some steps without input.
   *
   * @param steps number of steps, at least 1
   * @param dt length of a step, in seconds
   * @return shape (steps, 1): {@code d^(k + 1)}
   */
  public Matrix remainder(int steps, double dt) {
    double d = decay(dt);
    double[] remainder = new double[steps];
    for (int k = 0; k < steps; k++) {
      remainder[k] = Math.pow(d, k + 1);
    }
    return Matrix.of(steps, 1, remainder);
  }
}
