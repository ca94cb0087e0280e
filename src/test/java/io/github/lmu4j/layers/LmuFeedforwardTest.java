package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.LstmCell;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.FilterMethod;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

class LmuFeedforwardTest {

  private static final DenseCell HIDDEN = DenseCell.of(3, Activation.TANH);

  static Stream<Named<LmuFeedforwardBuilder>> configurations() {
    return Stream.of(
        Named.of("one channel, no hidden cell", LmuFeedforward.builder(1, 4, 6)),
        Named.of("more channels than inputs", LmuFeedforward.builder(3, 4, 6)),
        Named.of("input beside the memory", LmuFeedforward.builder(1, 4, 6).inputToHidden()),
        Named.of("no kernel", LmuFeedforward.builder(2, 4, 6).kernel(Optional.empty())),
        Named.of("bias", LmuFeedforward.builder(2, 4, 6).bias()),
        Named.of(
            "bias without kernel", LmuFeedforward.builder(2, 4, 6).kernel(Optional.empty()).bias()),
        Named.of("hidden", LmuFeedforward.builder(2, 4, 6).hiddenCell(HIDDEN)),
        Named.of("hidden, fewer channels", LmuFeedforward.builder(1, 4, 6).hiddenCell(HIDDEN)),
        Named.of(
            "hidden with input and bias",
            LmuFeedforward.builder(2, 4, 6).hiddenCell(HIDDEN).inputToHidden().bias()),
        Named.of(
            "euler",
            LmuFeedforward.builder(2, 2, 9).hiddenCell(HIDDEN).discretizer(Discretizer.EULER)),
        Named.of(
            "hidden layer",
            LmuFeedforward.builder(2, 4, 6).hiddenLayer(new ActivationLayer(Activation.TANH))),
        Named.of(
            "recurrent hidden cell",
            LmuFeedforward.builder(2, 3, 6).hiddenCell(LstmCell.of(2)).inputToHidden()));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void lastStepOfTheSequenceIsTheLastOutput(LmuFeedforwardBuilder builder) {
    Array x = random(2, 37, 2);
    try (LayerRun last = LayerRun.of(builder.build(), x);
        LayerRun all = LayerRun.of(builder.returnSequences().build(), x)) {
      TestArrays.assertClose(last.inference(), TestArrays.step(all.inference(), 36), 1e-12);
      assertThat(last.shape().get(-1)).isEqualTo(last.inference().shape().get(-1));
      assertThat(all.shape().toString())
          .isEqualTo(Shape.of(-1, 37, last.shape().get(-1)).toString());
    }
  }

  /** All but the layer as a hidden cell, which no loop takes. */
  static Stream<Named<LmuFeedforwardBuilder>> cells() {
    return configurations().filter(named -> !named.getName().equals("hidden layer"));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void convolutionEqualsTheCellInALoop(LmuFeedforwardBuilder builder) {
    Array x = random(2, 37, 2);
    LmuFeedforward layer = builder.returnSequences().build();
    LmuCellBuilder cell =
        LmuCell.builder(layer.memoryD(), layer.order(), layer.theta())
            .kernel(layer.kernel())
            .bias(layer.bias())
            .discretizer(layer.discretizer());
    if (layer.inputToHidden()) {
      cell.inputToHidden();
    }
    layer.hiddenCell().ifPresent(cell::hiddenCell);
    try (LayerRun convolution = LayerRun.of(layer, x);
        LayerRun loop = LayerRun.of(Rnn.of(cell.build()).returningSequences(), x)) {
      loop.assign(convolution.weights());
      TestArrays.assertClose(convolution.inference(), loop.inference(), 1e-11);
    }
  }

  @ParameterizedTest
  @EnumSource
  void trainedThetaIsThatOfTheLoop(Discretizer discretizer) {
    Array x = random(2, 21, 2);
    LmuFeedforwardBuilder builder =
        LmuFeedforward.builder(2, 4, 30).trainableTheta().discretizer(discretizer);
    LmuCell cell = LmuCell.builder(2, 4, 30).trainableTheta().discretizer(discretizer).build();
    try (LayerRun last = LayerRun.of(builder.build(), x);
        LayerRun all = LayerRun.of(builder.returnSequences().build(), x);
        LayerRun loop = LayerRun.of(Rnn.of(cell).returningSequences(), x)) {
      Weights weights = loop.weights();
      TestArrays.assertClose(all.assign(weights).inference(), loop.inference(), 1e-11);
      TestArrays.assertClose(
          last.assign(weights).inference(), TestArrays.step(loop.inference(), 20), 1e-11);
      assertThat(all.trainable()).contains("theta_inv");
      all.checkGradients();
      last.checkGradients();
    }
  }

  @Test
  void trainedThetaNeedsAKnownLength() {
    LmuFeedforward layer = LmuFeedforward.builder(2, 4, 6).trainableTheta().build();
    try (LayerRun run = LayerRun.of(layer, Shape.of(-1, -1, 2), random(2, 5, 2))) {
      assertThatThrownBy(run::inference)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the number of steps must be known");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyMethodGivesTheSame(FilterMethod method) {
    Array x = random(2, 37, 2);
    LmuFeedforwardBuilder builder =
        LmuFeedforward.builder(2, 4, 6).hiddenCell(HIDDEN).inputToHidden().returnSequences();
    try (LayerRun chosen = LayerRun.of(builder.build(), x);
        LayerRun given = LayerRun.of(builder.convMode(method).truncateIr(0).build(), x)) {
      TestArrays.assertClose(given.inference(), chosen.inference(), 1e-12);
      given.checkGradients();
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void gradientsAreTrue(LmuFeedforwardBuilder builder) {
    try (LayerRun last = LayerRun.of(builder.build(), random(2, 7, 2));
        LayerRun all = LayerRun.of(builder.returnSequences().build(), random(2, 19, 2))) {
      last.checkGradients();
      all.checkGradients();
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void denseBehindEqualsTheProductOfTheValue(LmuFeedforwardBuilder builder) {
    for (LmuFeedforward layer : List.of(builder.build(), builder.returnSequences().build())) {
      Array x = random(2, 21, 2);
      try (LayerRun folded = LayerRun.of(new Behind(layer, Dense.of(2), false), x);
          LayerRun plain = LayerRun.of(new Behind(layer, Dense.of(2), true), x)) {
        plain.assign(folded.weights());
        TestArrays.assertClose(folded.inference(), plain.inference(), 1e-12);
        if (layer.hiddenCell().isEmpty()) {
          folded.checkGradients();
        }
      }
    }
  }

  /** One layer behind another, which sees the first one's signal or its plain value. */
  private record Behind(Layer first, Layer second, boolean plain) implements Layer {
    @Override
    public <T extends TFloating> LayerFunction<T> build(
        WeightScope<T> weights, List<Shape> inputs) {
      LayerFunction<T> before = first.build(weights.child("first"), inputs);
      Shape between = trace(inputs.get(0));
      LayerFunction<T> behind = second.build(weights.child("second"), List.of(between));
      return (tf, signals, pass) -> {
        Signal<T> signal = before.apply(tf, signals, pass).get(0);
        return behind.apply(tf, List.of(plain ? Signal.of(signal.value(tf)) : signal), pass);
      };
    }

    private Shape trace(Shape input) {
      try (LayerRun run = LayerRun.of(first, input, random(1, input.get(1), input.get(2)))) {
        return run.shape();
      }
    }
  }

  @Test
  void multivariateEqualsUnivariates() {
    Array x = random(3, 10, 2);
    LmuFeedforward both = LmuFeedforward.builder(2, 4, 6).kernel(Optional.empty()).build();
    LmuFeedforward one = LmuFeedforward.builder(1, 4, 6).kernel(Optional.empty()).build();
    try (LayerRun together = LayerRun.of(both, x);
        LayerRun first = LayerRun.of(one, TestArrays.column(x, 0));
        LayerRun second = LayerRun.of(one, TestArrays.column(x, 1))) {
      TestArrays.assertClose(
          together.inference(), TestArrays.beside(first.inference(), second.inference()), 1e-14);
    }
  }

  @Test
  void unknownLengthForgetsAfterFiveWindows() {
    LmuFeedforwardBuilder builder =
        LmuFeedforward.builder(1, 3, 2).hiddenCell(HIDDEN).inputToHidden().returnSequences();
    Shape open = Shape.of(-1, -1, 2);
    try (LayerRun known = LayerRun.of(builder.build(), random(2, 10, 2));
        LayerRun unknown = LayerRun.of(builder.build(), open, random(2, 10, 2))) {
      TestArrays.assertClose(unknown.inference(), known.inference(), 1e-12);
      assertThat(unknown.shape().get(2)).isEqualTo(3);
      unknown.checkGradients();
    }
  }

  @Test
  void dropoutLeavesOutTheSameInputsAtEveryStep() {
    LmuFeedforward layer =
        LmuFeedforward.builder(4, 1, 1e6)
            .kernel(Optional.empty())
            .inputToHidden()
            .dropout(0.5)
            .returnSequences()
            .build();
    double[] ones = new double[8 * 3 * 4];
    Arrays.fill(ones, 1);
    Array x = Array.of(Shape.of(8, 3, 4), ones);
    try (LayerRun run = LayerRun.of(layer, x)) {
      double[] y = run.training(3).toDoubles();
      int dropped = 0;
      for (int example = 0; example < 8; example++) {
        for (int i = 0; i < 4; i++) {
          double first = y[example * 24 + 4 + i];
          assertThat(first).isIn(0.0, 2.0);
          dropped += first == 0 ? 1 : 0;
          for (int step = 0; step < 3; step++) {
            assertThat(y[example * 24 + step * 8 + 4 + i]).isEqualTo(first);
            // The memory sums up what it sees, here by steps of theta's inverse.
            assertThat(y[example * 24 + step * 8 + i] * 1e6)
                .isCloseTo(first * (step + 1), within(1e-4));
          }
        }
      }
      assertThat(dropped).isBetween(6, 26);
      assertThat(run.training(3)).isEqualTo(run.training(3)).isNotEqualTo(run.training(4));
      run.checkTrainingGradients();
      double[] inference = run.inference().toDoubles();
      assertThat(inference[4]).isEqualTo(1);
    }
  }

  @Test
  void weightsHaveTheNamesOfKeras() {
    LmuFeedforward layer =
        LmuFeedforward.builder(2, 4, 6).hiddenCell(HIDDEN).bias().inputToHidden().build();
    try (LayerRun run = LayerRun.of(layer, random(1, 5, 3))) {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      Weights weights = run.weights();
      weights.values().forEach((path, array) -> shapes.put(path, array.shape()));
      assertThat(shapes)
          .containsExactly(
              Map.entry("kernel", Shape.of(3, 2)),
              Map.entry("bias", Shape.of(2)),
              Map.entry("hidden_cell/kernel", Shape.of(11, 3)),
              Map.entry("hidden_cell/bias", Shape.of(3)));
    }
  }

  @Test
  void masksStopHere() {
    Layer masked = new Behind(new Masking(0), LmuFeedforward.builder(1, 2, 3).build(), false);
    try (LayerRun run = LayerRun.of(masked, random(1, 5, 3))) {
      assertThat(run.mask()).isEmpty();
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> LmuFeedforward.builder(0, 1, 1).build())
        .hasMessage("memory_d must be at least 1 (got 0)");
    assertThatThrownBy(() -> LmuFeedforward.builder(1, 0, 1).build())
        .hasMessage("order must be at least 1 (got 0)");
    assertThatThrownBy(() -> LmuFeedforward.builder(1, 1, 0).build())
        .hasMessage("theta must be positive and finite (got 0.0)");
    assertThatThrownBy(() -> LmuFeedforward.builder(1, 1, 1).dropout(1).build())
        .hasMessageContaining("dropout must be at least 0 and less than 1");
    assertThatThrownBy(() -> LmuFeedforward.builder(1, 1, 1).truncateIr(-1).build())
        .hasMessage("truncate_ir must be at least 0 (got -1.0)");
    LmuFeedforward bare = LmuFeedforward.builder(2, 1, 1).kernel(Optional.empty()).build();
    assertThatThrownBy(() -> LayerRun.of(bare, random(1, 4, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("without a kernel the size of the input must equal memory_d, 2 (got 3)");
    assertThatThrownBy(() -> LayerRun.of(bare, random(1, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have shape (batch, time, n)");
  }

  @Test
  void mappedLayersStayOutsideOfLoops() {
    LmuCell cell =
        LmuCell.builder(1, 2, 3).hiddenCell(new MappedLayer(Dense.of(2))).memoryToMemory().build();
    assertThatThrownBy(
            () -> {
              try (LayerRun run = LayerRun.of(Rnn.of(cell), random(1, 4, 1))) {
                run.inference();
              }
            })
        .hasMessageContaining("must be a cell such as DenseCell (got the layer Dense)");
  }
}
