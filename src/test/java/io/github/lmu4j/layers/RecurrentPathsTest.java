package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.GruCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.LstmCell;
import io.github.lmu4j.cells.RecurrentWeights;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.cells.StackedCells;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.ScanMethod;
import io.github.lmu4j.testing.AllOutputs;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell through every way in which a loop can run: the same numbers, and true gradients. */
class RecurrentPathsTest {

  private static final int INPUTS = 2;

  /** More than one block of the loop in blocks, and a rest. */
  private static final int STEPS = 11;

  private static LmuCellBuilder lmu() {
    return LmuCell.builder(2, 3, 5);
  }

  private static final Map<String, Cell> IN_BLOCKS = new LinkedHashMap<>();
  private static final Map<String, Cell> BY_STEP = new LinkedHashMap<>();

  static {
    IN_BLOCKS.put("simple", SimpleRnnCell.of(3));
    IN_BLOCKS.put(
        "simple, relu, no bias",
        new SimpleRnnCell(3, Activation.RELU, RecurrentWeights.DEFAULT.withoutBias()));
    IN_BLOCKS.put("lmu", lmu().hiddenCell(SimpleRnnCell.of(4)).build());
    IN_BLOCKS.put(
        "lmu with everything",
        lmu()
            .hiddenCell(SimpleRnnCell.of(4))
            .hiddenToMemory()
            .memoryToMemory()
            .inputToHidden()
            .bias()
            .build());
    IN_BLOCKS.put(
        "lmu without kernel",
        lmu()
            .kernel(Optional.empty())
            .hiddenCell(SimpleRnnCell.of(4))
            .memoryToMemory()
            .inputToHidden()
            .build());

    RecurrentWeights dropping = RecurrentWeights.DEFAULT.withDropout(0.3, 0.4);
    BY_STEP.put("simple, dropout", new SimpleRnnCell(3, Activation.TANH, dropping));
    BY_STEP.put("simple, gelu", new SimpleRnnCell(3, Activation.GELU, RecurrentWeights.DEFAULT));
    BY_STEP.put("lstm", LstmCell.of(3));
    BY_STEP.put("gru", GruCell.of(3));
    BY_STEP.put(
        "gru, reset before", new GruCell(3, Activation.TANH, Activation.SIGMOID, false, dropping));
    BY_STEP.put("stacked", StackedCells.of(LstmCell.of(3), SimpleRnnCell.of(2)));
    BY_STEP.put("lmu alone", lmu().memoryToMemory().build());
    BY_STEP.put(
        "lmu without kernel, hidden fed back",
        LmuCell.builder(5, 2, 4)
            .kernel(Optional.empty())
            .hiddenCell(SimpleRnnCell.of(3))
            .hiddenToMemory()
            .bias()
            .build());
    BY_STEP.put(
        "lmu, dense", lmu().hiddenCell(DenseCell.of(2, Activation.TANH)).memoryToMemory().build());
    BY_STEP.put(
        "lmu, dropout",
        lmu()
            .hiddenCell(SimpleRnnCell.of(4))
            .hiddenToMemory()
            .memoryToMemory()
            .dropout(0.3, 0.4)
            .build());
    BY_STEP.put(
        "lmu, theta by zoh",
        LmuCell.builder(1, 3, 5).hiddenCell(LstmCell.of(2)).trainableTheta().build());
    BY_STEP.put(
        "lmu, theta by euler",
        LmuCell.builder(1, 3, 5)
            .hiddenCell(GruCell.of(2))
            .hiddenToMemory()
            .trainableTheta()
            .discretizer(Discretizer.EULER)
            .build());
    BY_STEP.put(
        "lmu in lmu",
        lmu()
            .hiddenCell(LmuCell.builder(2, 2, 3).hiddenCell(SimpleRnnCell.of(2)).build())
            .memoryToMemory()
            .build());
  }

  static Stream<Arguments> paths() {
    Map<String, Cell> all = new LinkedHashMap<>(IN_BLOCKS);
    all.putAll(BY_STEP);
    List<Arguments> paths = new ArrayList<>();
    all.forEach(
        (name, cell) -> {
          for (ScanMethod method : ScanMethod.values()) {
            // AUTO is one of the others.
            if (method != ScanMethod.AUTO
                && (method != ScanMethod.BLOCKED || IN_BLOCKS.containsKey(name))) {
              paths.add(Arguments.of(name, cell, method));
            }
          }
        });
    return paths.stream();
  }

  private static LayerRun run(Rnn layer) {
    List<Array> inputs = new ArrayList<>(List.of(random(5, STEPS, INPUTS)));
    for (int size : layer.cell().stateSizes(INPUTS)) {
      inputs.add(random(5, size));
    }
    return LayerRun.of(
        new AllOutputs(layer.returningSequences().returningState()), inputs.toArray(new Array[0]));
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("paths")
  void gradientsAreTrue(String name, Cell cell, ScanMethod method) {
    try (LayerRun run = run(Rnn.of(cell).withMethod(method))) {
      run.checkTrainingGradients();
    }
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("paths")
  void everyPathGivesTheSame(String name, Cell cell, ScanMethod method) {
    for (Rnn layer : List.of(Rnn.of(cell), Rnn.of(cell).backwards())) {
      try (LayerRun plain = run(layer.withMethod(ScanMethod.STORE));
          LayerRun other = run(layer.withMethod(method))) {
        TestArrays.assertClose(other.inference(), plain.inference(), 1e-12);
        TestArrays.assertClose(other.training(3), plain.training(3), 1e-12);
      }
    }
  }

  @Test
  void blocksAreRefusedWhereACellHasNone() {
    try (LayerRun run = run(Rnn.of(LstmCell.of(3)).withMethod(ScanMethod.BLOCKED))) {
      assertThatThrownBy(run::inference)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the method must be AUTO, STORE, RECOMPUTE or XLA")
          .hasMessageContaining("(got BLOCKED)");
    }
  }
}
