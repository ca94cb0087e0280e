package io.github.lmu4j.spiking;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.ops.Constants;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Computes the memory at some steps that follow each other, by one product: {@code m_k = A^(k+1) m
 * + sum over j of A^(k-j) B u_j}.
 */
final class MemoryBlock {

  private final int steps;
  private final int order;

  /** What the inputs and then the memory before them give, shape (steps + order, steps * order). */
  private final Matrix response;

  MemoryBlock(DiscreteStateSpace memory, int steps) {
    this.steps = steps;
    order = memory.order();
    int width = steps * order;
    double[] rows = new double[(steps + order) * width];
    double[] impulse = memory.impulseResponse(steps).toArray();
    for (int j = 0; j < steps; j++) {
      System.arraycopy(impulse, 0, rows, j * width + j * order, width - j * order);
    }
    System.arraycopy(
        memory.transposedPowers(steps).toArray(), 0, rows, steps * width, order * width);
    response = Matrix.of(steps + order, width, rows);
  }

  /**
   * Adds the product to a graph.
   *
   * @param u shape (steps)
   * @param before shape (order)
   * @return shape (steps, order)
   */
  <T extends TFloating> Operand<T> advance(Ops tf, Operand<T> u, Operand<T> before) {
    Operand<T> given =
        tf.reshape(
            tf.concat(List.of(u, before), tf.constant(0)),
            tf.constant(new int[] {1, steps + order}));
    return tf.reshape(
        tf.linalg.matMul(given, Constants.of(tf, u.type(), response)),
        tf.constant(new int[] {steps, order}));
  }
}
