package io.github.lmu4j.testing;

import io.github.lmu4j.math.DiscreteStateSpace;

/**
 * Filters sequences with a linear memory by plain sums in double precision, the memory's own
 * recurrence run once over an impulse.
 */
public final class MemoryReference {

  private final int order;
  private final int channels;
  private final int window;
  private final double[] response;

  /**
   * A memory for each of some channels.
   *
   * @param system A and B
   * @param channels number of input channels
   * @param window how many steps an input counts
   */
  public MemoryReference(DiscreteStateSpace system, int channels, int window) {
    this.order = system.order();
    this.channels = channels;
    this.window = window;
    double[] a = system.a().toArray();
    response = new double[window * order];
    System.arraycopy(system.b().toArray(), 0, response, 0, order);
    for (int k = 1; k < window; k++) {
      for (int i = 0; i < order; i++) {
        for (int j = 0; j < order; j++) {
          response[k * order + i] += a[i * order + j] * response[(k - 1) * order + j];
        }
      }
    }
  }

  /**
   * The memories at every step.
   *
   * @param u inputs (batch, steps, channels)
   * @param steps steps of each sequence
   * @return (batch, steps, channels * order)
   */
  public double[] memory(double[] u, int steps) {
    double[] memory = new double[u.length * order];
    for (int to = 0; to < u.length; to++) {
      for (int k = 0; k < reach(to, steps); k++) {
        for (int i = 0; i < order; i++) {
          memory[to * order + i] += response[k * order + i] * u[to - k * channels];
        }
      }
    }
    return memory;
  }

  /**
   * The gradient by the inputs of {@code sum(weights * memory)}.
   *
   * @param weights (batch, steps, channels * order)
   * @param steps steps of each sequence
   * @return (batch, steps, channels)
   */
  public double[] gradient(double[] weights, int steps) {
    double[] gradient = new double[weights.length / order];
    for (int to = 0; to < gradient.length; to++) {
      for (int k = 0; k < reach(to, steps); k++) {
        for (int i = 0; i < order; i++) {
          gradient[to - k * channels] += response[k * order + i] * weights[to * order + i];
        }
      }
    }
    return gradient;
  }

  /** How many inputs count for an entry, its own included. */
  private int reach(int index, int steps) {
    return Math.min(window, index / channels % steps + 1);
  }
}
