package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.CellFunction;
import io.github.lmu4j.cells.GruCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.LstmCell;
import io.github.lmu4j.cells.Parameters;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.cells.Step;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** What must hold for an LMU whatever its weights are. */
class LmuLawsTest {

  private static final int STEPS = 13;

  private static LmuCellBuilder fedBack(int channels, int order) {
    return LmuCell.builder(channels, order, 9).memoryToMemory();
  }

  @Test
  void channelsAreUnivariateMemories() {
    int order = 4;
    Array x = random(3, STEPS, 2);
    LmuCell both = LmuCell.builder(2, order, 9).kernel(Optional.empty()).build();
    LmuCell one = LmuCell.builder(1, order, 9).kernel(Optional.empty()).build();
    for (boolean loop : List.of(true, false)) {
      try (LayerRun whole = LayerRun.of(layer(both, loop), x)) {
        Array memory = whole.inference();
        for (int channel = 0; channel < 2; channel++) {
          try (LayerRun part = LayerRun.of(layer(one, loop), columns(x, channel, 1))) {
            TestArrays.assertClose(
                part.inference(), columns(memory, channel * order, order), 1e-13);
          }
        }
      }
    }
  }

  private static Layer layer(LmuCell cell, boolean loop) {
    return loop ? Rnn.of(cell).returningSequences() : Lmu.of(cell).returningSequences();
  }

  private static Array columns(Array sequence, int first, int count) {
    int size = (int) sequence.shape().get(2);
    int rows = (int) (sequence.shape().size() / size);
    double[] all = sequence.toDoubles();
    double[] some = new double[rows * count];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(all, row * size + first, some, row * count, count);
    }
    return Array.of(Shape.of(sequence.shape().get(0), sequence.shape().get(1), count), some);
  }

  static Stream<Named<Cell>> cells() {
    return Stream.of(
        Named.of("simple", SimpleRnnCell.of(3)),
        Named.of("lstm", LstmCell.of(3)),
        Named.of(
            "lmu with everything",
            fedBack(2, 3)
                .hiddenCell(SimpleRnnCell.of(4))
                .hiddenToMemory()
                .inputToHidden()
                .bias()
                .build()),
        Named.of("lmu, gru", fedBack(1, 5).hiddenCell(GruCell.of(2)).hiddenToMemory().build()),
        Named.of("lmu, trained theta", fedBack(2, 3).trainableTheta().build()),
        Named.of("lmu in lmu", LmuCell.builder(2, 3, 9).hiddenCell(fedBack(1, 4).build()).build()));
  }

  /** A cell, applied by hand to one step after the other. */
  private record ByHand(Cell cell) implements Layer {
    @Override
    public <T extends TFloating> LayerFunction<T> build(
        WeightScope<T> weights, List<Shape> inputs) {
      int inputSize = (int) inputs.get(0).get(2);
      CellFunction<T> function = cell.build(weights, inputSize);
      return (tf, signals, pass) -> {
        Operand<T> x = signals.get(0).value(tf);
        Operand<TInt64> batch = signals.get(0).batch(tf);
        Parameters<T> parameters = function.parameters(tf, batch, pass);
        List<Operand<T>> states = new ArrayList<>();
        for (long size : cell.stateSizes(inputSize)) {
          states.add(
              tf.fill(tf.stack(List.of(batch, tf.constant(size))), tf.constantOfSameType(x, 0.0)));
        }
        List<Operand<T>> outputs = new ArrayList<>();
        for (int t = 0; t < STEPS; t++) {
          Signal<T> input = Signal.of(tf.stridedSlice(x, Indices.all(), Indices.at(t)));
          Step<T> step = function.step(tf, input, states, parameters);
          states = step.states();
          outputs.add(tf.expandDims(step.output(), tf.constant(1)));
        }
        return List.of(Signal.of(tf.concat(outputs, tf.constant(1))));
      };
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void layerEqualsItsCellStepByStep(Cell cell) {
    Array x = random(3, STEPS, 2);
    try (LayerRun layer = LayerRun.of(Rnn.of(cell).returningSequences(), x);
        LayerRun byHand = LayerRun.of(new ByHand(cell), x)) {
      byHand.assign(layer.weights());
      TestArrays.assertClose(layer.inference(), byHand.inference(), 1e-12);
    }
  }
}
