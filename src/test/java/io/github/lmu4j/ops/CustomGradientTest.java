package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class CustomGradientTest {

  @Test
  void gradientIsTheGivenOne() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> x = tf.constant(3.0);
      Operand<TFloat64> unused = tf.constant(5.0);
      List<Operand<?>> y =
          CustomGradient.define(
              tf,
              List.of(x, unused),
              List.of(tf.math.square(x), tf.math.neg(x)),
              (ops, inputs, outputs, gradients) ->
                  List.of(
                      ops.math.mul(times(ops, outputs.get(0)), times(ops, gradients.get(0))),
                      ops.zerosLike(inputs.get(1))));
      Output<?>[] gradients =
          graph.addGradients(y.get(0).asOutput(), new Output<?>[] {x.asOutput()});
      try (var result = session.runner().fetch(gradients[0]).fetch(y.get(1).asOutput()).run()) {
        // outputs[0] * dy = 9, where the true gradient would be 6
        assertThat(((TFloat64) result.get(0)).getDouble()).isEqualTo(9.0);
        assertThat(((TFloat64) result.get(1)).getDouble()).isEqualTo(-3.0);
      }
    }
  }

  @Test
  void identityNOfOthersKeepsItsGradient() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      CustomGradient.define(
          tf, List.of(tf.constant(1.0)), List.of(tf.constant(1.0)), (o, in, out, g) -> g);
      Operand<TFloat64> x = tf.constant(3.0);
      Output<?> y = tf.identityN(List.of(tf.math.square(x), x)).output().get(0);
      Output<?>[] gradients = graph.addGradients(y, new Output<?>[] {x.asOutput()});
      try (var result = session.runner().fetch(gradients[0]).run()) {
        assertThat(((TFloat64) result.get(0)).getDouble()).isEqualTo(6.0);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Operand<TFloat64> times(Ops tf, Operand<?> operand) {
    return (Operand<TFloat64>) tf.identity(operand);
  }
}
