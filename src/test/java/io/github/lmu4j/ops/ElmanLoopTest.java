package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.testing.RandomArguments;
import io.github.lmu4j.testing.Twins;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

class ElmanLoopTest {

  private static <T extends TFloating> void agrees(
      Class<T> type, ElmanLoop loop, boolean sequences, boolean sizesKnown, double tolerance) {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        RandomArguments<T> arguments = new RandomArguments<>(Ops.create(graph), type)) {
      Ops tf = arguments.tf();
      int unknown = sizesKnown ? 0 : 1;
      Operand<T> projected = arguments.add(1, 2 * unknown, Shape.of(4, 11, 6));
      Operand<T> hidden = arguments.add(1, unknown, Shape.of(4, 6));
      Operand<T> kernel = arguments.add(0.3, 0, Shape.of(6, 6));
      Scan<T> scan =
          Scan.of(
              (ops, x, s, p) -> {
                Operand<T> sum = ops.math.add(x.get(0), ops.linalg.matMul(s.get(0), p.get(0)));
                Operand<T> h = loop.activation().apply(ops, sum);
                return new Scan.Result<>(List.of(h), List.of(h));
              },
              ScanOptions.DEFAULT.withReturnSequences(sequences));
      new Twins(session, arguments.feeds())
          .agree(
              arguments.all(),
              Twins.flat(tf, loop.run(tf, projected, kernel, hidden, sequences)),
              Twins.flat(tf, scan.run(tf, List.of(projected), List.of(hidden), List.of(kernel))),
              tolerance,
              loop);
    }
  }

  @Test
  void equalsStepByStep() {
    for (int steps : new int[] {1, 3, 8}) {
      agrees(TFloat64.class, new ElmanLoop(Activation.TANH, steps, 2, false), true, true, 1e-12);
    }
    agrees(TFloat64.class, new ElmanLoop(Activation.SIGMOID, 4, 3, false), false, false, 1e-12);
    agrees(TFloat32.class, ElmanLoop.of(Activation.RELU), true, false, 1e-5);
  }

  @Test
  void argumentsAreChecked() {
    assertThatThrownBy(() -> ElmanLoop.of(Activation.SOFTMAX))
        .hasMessage("the activation must be linear, relu, tanh or sigmoid (got softmax)");
    assertThatThrownBy(() -> new ElmanLoop(Activation.TANH, 0, 1, false))
        .hasMessage("steps must be at least 1 (got 0)");
    assertThatThrownBy(() -> new ElmanLoop(Activation.TANH, 1, 0, false))
        .hasMessage("parts must be at least 1 (got 0)");
  }
}
