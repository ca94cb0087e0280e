package io.github.lmu4j.ops;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class ScanTest {

  private static final Scan.Step<TFloat64> CUMULATIVE_SUM =
      (tf, inputs, states, parameters) -> {
        Operand<TFloat64> sum = tf.math.add(states.get(0), inputs.get(0));
        return new Scan.Result<>(List.of(sum), List.of(sum));
      };

  @Test
  void cumulativeSum() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> x = tf.constant(new double[][][] {{{1}, {2}, {3}, {4}}});
      Operand<TFloat64> start = tf.constant(new double[][] {{10}});
      ScanResult<TFloat64> result =
          Scan.of(CUMULATIVE_SUM).run(tf, List.of(x), List.of(start), List.of());
      var gradients =
          graph.addGradients(
              tf.reduceSum(tf.math.square(result.sequence()), tf.constant(new int[] {0, 1, 2}))
                  .asOutput(),
              new org.tensorflow.Output<?>[] {x.asOutput(), start.asOutput()});
      try (var values =
          session.runner().fetch(result.sequence()).fetch(gradients[0]).fetch(gradients[1]).run()) {
        for (int i = 0; i < 3; i++) {
          ((TFloat64) values.get(i)).scalars().forEach(v -> System.out.print(v.getDouble() + " "));
          System.out.println();
        }
      }
    }
  }
}
