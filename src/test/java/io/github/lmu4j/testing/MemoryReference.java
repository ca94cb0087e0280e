package io.github.lmu4j.testing;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Matrix;

/**
 * Runs a linear memory step by step, in double precision: the plainest form of what filters
 * compute.
 *
 * @param system A and B
 * @param channels number of input channels, each with a memory of its own
 */
public record MemoryReference(DiscreteStateSpace system, int channels) {

  /**
   * {@code m_t = A m_(t-1) + B u_t} from zero.
   *
   * @param u inputs (time, channels), row by row
   * @return memories (time, channels * order), row by row
   */
  public double[] memory(double[] u) {
    int q = system.order();
    int steps = u.length / channels;
    double[] a = system.a().toArray();
    double[] b = system.b().toArray();
    double[] m = new double[steps * channels * q];
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        int now = (t * channels + c) * q;
        int before = now - channels * q;
        for (int i = 0; i < q; i++) {
          double sum = b[i] * u[t * channels + c];
          for (int j = 0; t > 0 && j < q; j++) {
            sum += a[i * q + j] * m[before + j];
          }
          m[now + i] = sum;
        }
      }
    }
    return m;
  }

  /**
   * The gradient by the inputs of {@code sum(weights * memory)}.
   *
   * @param weights (time, channels * order), row by row
   * @return (time, channels), row by row
   */
  public double[] gradient(double[] weights) {
    int q = system.order();
    int steps = weights.length / (channels * q);
    Matrix transposed = system.a().transpose();
    double[] a = transposed.toArray();
    double[] b = system.b().toArray();
    double[] gradient = new double[steps * channels];
    for (int c = 0; c < channels; c++) {
      double[] adjoint = new double[q];
      for (int t = steps - 1; t >= 0; t--) {
        double[] next = new double[q];
        for (int i = 0; i < q; i++) {
          next[i] = weights[(t * channels + c) * q + i];
          for (int j = 0; j < q; j++) {
            next[i] += a[i * q + j] * adjoint[j];
          }
          gradient[t * channels + c] += b[i] * next[i];
        }
        adjoint = next;
      }
    }
    return gradient;
  }
}
