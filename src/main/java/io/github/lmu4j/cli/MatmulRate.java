package io.github.lmu4j.cli;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** How fast this machine multiplies large matrices: what nothing made of products can exceed. */
final class MatmulRate {

  /** Large enough that both reading and starting cost next to nothing. */
  private static final int SIZE = 2000;

  private static final int RUNS = 12;

  private MatmulRate() {}

  /** Floating-point operations a second in float32, on all cores; the best of some runs. */
  static double measure() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> matrix =
          tf.variable(tf.fill(tf.constant(new int[] {SIZE, SIZE}), tf.constant(1e-3f)));
      Operand<TFloat32> product = tf.linalg.matMul(matrix, matrix);
      session.initialize();
      double best = Double.MAX_VALUE;
      for (int i = 0; i < RUNS; i++) {
        long start = System.nanoTime();
        session.runner().addTarget(product.op()).run().close();
        best = Math.min(best, (System.nanoTime() - start) * 1e-9);
      }
      return 2.0 * SIZE * SIZE * SIZE / best;
    }
  }
}
