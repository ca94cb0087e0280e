package io.github.lmu4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.GruCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LstmCell;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.cells.StackedCells;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class RnnTest {

  static Stream<Named<Cell>> cells() {
    return Stream.of(
        Named.of("simple", SimpleRnnCell.of(3)),
        Named.of("lstm", LstmCell.of(3)),
        Named.of("gru", GruCell.of(3)),
        Named.of("stacked", StackedCells.of(LstmCell.of(3), GruCell.of(2))),
        Named.of("lmu alone", LmuCell.builder(2, 3, 5).build()),
        Named.of(
            "lmu with everything",
            LmuCell.builder(2, 3, 5)
                .hiddenCell(SimpleRnnCell.of(4))
                .hiddenToMemory()
                .memoryToMemory()
                .inputToHidden()
                .bias()
                .build()),
        Named.of(
            "lmu, theta by zoh",
            LmuCell.builder(1, 3, 5).hiddenCell(LstmCell.of(2)).trainableTheta().build()),
        Named.of(
            "lmu, theta by euler",
            LmuCell.builder(1, 3, 5)
                .hiddenCell(DenseCell.of(2, Activation.TANH))
                .hiddenToMemory()
                .trainableTheta()
                .discretizer(Discretizer.EULER)
                .build()),
        Named.of(
            "lmu in lmu",
            LmuCell.builder(1, 3, 5)
                .hiddenCell(LmuCell.builder(2, 2, 3).hiddenCell(SimpleRnnCell.of(2)).build())
                .build()));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void wholeSequenceEqualsItsPieces(Cell cell) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      WeightScope<TFloat64> weights = WeightScope.of(graph, TFloat64.class, 1);
      Operand<TFloat64> x =
          tf.constant(
              new double[][][] {
                {{0.1, -0.2}, {0.5, 0.3}, {-0.4, 0.9}, {0.2, 0.2}},
                {{1.0, 0.4}, {-0.5, 0.1}, {0.3, -0.7}, {0.0, 0.6}}
              });
      Rnn layer = Rnn.of(cell).returningSequences().returningState();
      LayerFunction<TFloat64> function = layer.build(weights, Shape.of(-1, -1, 2));
      var whole = function.apply(tf, List.of(signal(x)), Pass.inference());
      Operand<TFloat64> head =
          tf.slice(x, tf.constant(new int[] {0, 0, 0}), tf.constant(new int[] {-1, 3, -1}));
      Operand<TFloat64> tail =
          tf.slice(x, tf.constant(new int[] {0, 3, 0}), tf.constant(new int[] {-1, -1, -1}));
      var first = function.apply(tf, List.of(signal(head)), Pass.inference());
      var inputs = new ArrayList<>(first);
      inputs.set(0, signal(tail));
      var second = function.apply(tf, inputs, Pass.inference());
      Operand<TFloat64> joined =
          tf.concat(List.of(first.get(0).value(tf), second.get(0).value(tf)), tf.constant(1));
      Operand<TFloat64> difference = tf.math.sub(whole.get(0).value(tf), joined);
      Operand<TFloat64> largest = tf.max(tf.math.abs(difference), tf.constant(new int[] {0, 1, 2}));
      Operand<TFloat64> size = tf.max(tf.math.abs(joined), tf.constant(new int[] {0, 1, 2}));
      try (var result = session.runner().fetch(largest).fetch(size).run()) {
        assertThat(((TFloat64) result.get(0)).getDouble()).isLessThan(1e-14);
        assertThat(((TFloat64) result.get(1)).getDouble()).isGreaterThan(1e-3);
      }
    }
  }

  private static Signal<TFloat64> signal(Operand<TFloat64> value) {
    return Signal.of(value);
  }
}
