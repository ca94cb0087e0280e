package io.github.lmu4j.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.ops.CustomGradient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat64;

class GradientsTest {

  private final Graph graph = new Graph();
  private final Session session = new Session(graph);
  private final Ops tf = Ops.create(graph);

  @AfterEach
  void close() {
    session.close();
    graph.close();
  }

  @Test
  void acceptsTrueGradientsOfConstants() {
    Operand<TFloat64> x = tf.constant(new double[][] {{1, 2, 3}, {-1, 0.5, 0}});
    Operand<TFloat64> y = tf.constant(new double[][] {{2, 1}, {0.1, 0.2}, {0.3, 0.4}});
    Gradients.check(session, tf.math.tanh(tf.linalg.matMul(x, y)), x, y);
  }

  @Test
  void acceptsTrueGradientsOfVariablesAndPlaceholders() {
    Variable<TFloat64> w = tf.variable(tf.constant(new double[] {1, 2, 3}));
    session.runner().addTarget(tf.assign(w, tf.constant(new double[] {3, 2, 1}))).run();
    Operand<TFloat64> x = tf.placeholder(TFloat64.class);
    try (TFloat64 value = TFloat64.vectorOf(0.1, 0.2, 0.3)) {
      Gradients.check(session, Map.of(x, value), tf.math.exp(tf.math.mul(w, x)), List.of(w, x));
    }
  }

  @Test
  void acceptsLargeArrays() {
    Operand<TFloat64> x =
        tf.random.statelessRandomNormal(
            tf.constant(new int[] {30, 40}), tf.constant(new long[] {1, 2}), TFloat64.class);
    Gradients.check(session, tf.math.sin(x), x);
  }

  @Test
  void refusesWrongGradients() {
    assertThatThrownBy(() -> Gradients.check(session, distorted(1.0001), x()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the gradient by x (entry 0) must be ");
  }

  @Test
  void acceptsErrorsBelowTheTolerance() {
    Gradients.check(session, distorted(1 + 1e-8), x());
  }

  private Operand<TFloat64> x() {
    return graph.operationOrThrow("x").output(0);
  }

  @SuppressWarnings("unchecked")
  private Operand<TFloat64> distorted(double factor) {
    Operand<TFloat64> x = tf.withName("x").constant(new double[] {1, 2});
    return (Operand<TFloat64>)
        CustomGradient.define(
                tf,
                List.of(x),
                List.of(tf.math.mul(x, tf.constant(2.0))),
                (ops, inputs, outputs, gradients) ->
                    List.of(
                        ops.math.mul(
                            (Operand<TFloat64>) gradients.get(0), ops.constant(2.0 * factor))))
            .get(0);
  }
}
