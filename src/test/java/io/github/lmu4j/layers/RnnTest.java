package io.github.lmu4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.GruCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.LstmCell;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.cells.StackedCells;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

  @ParameterizedTest
  @MethodSource("cells")
  void statefulLayerContinuesUntilItIsReset(Cell cell) {
    Array whole = LayerRun.random(2, 6, 2);
    Model plain = Model.sequential(Shape.of(6, 2)).add("rnn", Rnn.of(cell)).build();
    Model stateful =
        Model.sequential(Shape.of(3, 2))
            .add("rnn", Rnn.of(cell).keepingState())
            .build()
            .withBatchSize(2);
    Weights weights = positiveWeights(plain);
    try (Predictor all = Predictor.of(plain, weights, DType.FLOAT64);
        Predictor parts = Predictor.of(stateful, weights, DType.FLOAT64)) {
      Array expected = all.predict(whole);
      Array fresh = parts.predict(steps(whole, 0));
      TestArrays.assertClose(parts.predict(steps(whole, 3)), expected, 1e-12);
      parts.resetStates();
      TestArrays.assertClose(parts.predict(steps(whole, 0)), fresh, 0);
    }
  }

  /** Also theta may have any of them. */
  private static Weights positiveWeights(Model model) {
    Map<String, Array> values = new LinkedHashMap<>();
    model
        .weightShapes()
        .forEach(
            weight -> {
              Array random = LayerRun.random(weight.shape().asArray());
              values.put(weight.path(), TestArrays.map(random, x -> 0.3 * Math.abs(x)));
            });
    return new Weights(values);
  }

  /** Three steps of (2, 6, 2). */
  private static Array steps(Array whole, int first) {
    double[] values = new double[12];
    for (int row = 0; row < 2; row++) {
      System.arraycopy(whole.toDoubles(), row * 12 + first * 2, values, row * 6, 6);
    }
    return Array.of(Shape.of(2, 3, 2), values);
  }

  static Stream<Arguments> mistakes() {
    Shape x = Shape.of(-1, -1, 3);
    Rnn simple = Rnn.of(SimpleRnnCell.of(4));
    Rnn lmu = Rnn.of(LmuCell.builder(2, 5, 7).hiddenCell(LstmCell.of(4)).build());
    LmuCellBuilder bare = LmuCell.builder(2, 5, 7).kernel(Optional.empty());
    return Stream.of(
        Arguments.of(simple, List.of(Shape.of(-1, 3)), "a sequence of rank 3 (got shape [-1, 3])"),
        Arguments.of(simple, List.of(x, Shape.of(-1, 5)), "shape (batch, 4) (got [-1, 5])"),
        Arguments.of(lmu, List.of(x, Shape.of(-1, 10)), "no or 3 initial states (got 1)"),
        Arguments.of(
            Rnn.of(bare.build()),
            List.of(x),
            "without a kernel the size of the memory's input must equal memory_d, 2 (got 3)"),
        Arguments.of(
            Rnn.of(bare.hiddenCell(SimpleRnnCell.of(4)).hiddenToMemory().build()),
            List.of(x),
            "without a kernel the size of the memory's input must equal memory_d, 2 (got 7)"),
        Arguments.of(
            Rnn.of(
                LmuCell.builder(2, 5, 7)
                    .hiddenCell(StackedCells.of(LstmCell.of(3), GruCell.of(2)))
                    .hiddenToMemory()
                    .build()),
            List.of(x),
            "whose first state has the size of its output, 2 (got 3)"),
        Arguments.of(simple.keepingState(), List.of(x), "needs a fixed batch size"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreToldWhenTheLayerIsBuilt(Layer layer, List<Shape> inputs, String message) {
    try (Graph graph = new Graph()) {
      WeightScope<TFloat64> weights = WeightScope.of(graph, TFloat64.class, 1);
      assertThatThrownBy(() -> layer.build(weights, inputs))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void hiddenToMemoryNeedsAHiddenCell() {
    LmuCellBuilder builder = LmuCell.builder(2, 5, 7).hiddenToMemory();
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hidden_to_memory must be false if there is no hidden cell (got true)");
  }

  private static Signal<TFloat64> signal(Operand<TFloat64> value) {
    return Signal.of(value);
  }
}
