package io.github.lmu4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.cells.GivenSystem;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.ops.ScanMethod;
import io.github.lmu4j.testing.Difference;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

/** Memories whose A and B are given by value, or learned. */
class GivenSystemTest {

  private static final int ORDER = 5;
  private static final double THETA = 7;
  private static final DiscreteStateSpace ZOH = Discretizer.ZOH.discretize(ORDER, THETA);

  /** A system that no order and theta gives. */
  private static final DiscreteStateSpace OTHER =
      new DiscreteStateSpace(ZOH.a().scale(0.9), Matrix.of(ORDER, 1, 0.3, -0.2, 0.1, 0.4, -0.5));

  private final Array x = LayerRun.random(2, 9, 3);

  private static LmuCellBuilder cell(int channels) {
    return LmuCell.builder(channels, ORDER, THETA)
        .hiddenCell(SimpleRnnCell.of(4))
        .hiddenToMemory()
        .memoryToMemory()
        .inputToHidden();
  }

  @Test
  void theMatricesOfThetaGiveTheSameAsTheta() {
    try (LayerRun byTheta = LayerRun.of(Rnn.of(cell(2).build()), x);
        LayerRun given = LayerRun.of(Rnn.of(cell(2).given(GivenSystem.fixed(ZOH)).build()), x)) {
      assertThat(given.weights()).isEqualTo(byTheta.weights());
      assertThat(given.inference()).isEqualTo(byTheta.inference());
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true"})
  void learnedMatricesBeginWithThoseOfThetaAndHaveTheRightGradients(boolean a, boolean b) {
    Layer layer = Rnn.of(cell(2).learningSystem(a, b).build()).returningSequences();
    try (LayerRun learned = LayerRun.of(layer, x)) {
      assertThat(learned.weights().paths().contains("A")).isEqualTo(a);
      assertThat(learned.weights().paths().contains("B")).isEqualTo(b);
      learned.checkGradients();
    }
  }

  @Test
  void learnedMatricesComputeWhatGivenOnesDo() {
    Rnn learned = Rnn.of(cell(1).given(new GivenSystem(OTHER, true, true)).build());
    Rnn given = Rnn.of(cell(1).given(GivenSystem.fixed(OTHER)).build());
    try (LayerRun fixed = LayerRun.of(given, x);
        LayerRun stepwise = LayerRun.of(given.withMethod(ScanMethod.STORE), x);
        LayerRun run = LayerRun.of(learned, x)) {
      Map<String, Array> values = new LinkedHashMap<>(fixed.weights().values());
      values.put("A", Array.of(Shape.of(ORDER, ORDER), OTHER.a().toArray()));
      values.put("B", Array.of(Shape.of(ORDER, 1), OTHER.b().toArray()));
      run.assign(new Weights(values));
      stepwise.assign(fixed.weights());
      assertThat(Difference.relative(run.inference(), fixed.inference())).isLessThan(1e-12);
      assertThat(Difference.relative(stepwise.inference(), fixed.inference())).isLessThan(1e-12);
    }
  }

  @Test
  void aFilterTakesGivenMatricesAsALoopDoes() {
    LmuCell cell = LmuCell.builder(2, ORDER, THETA).given(GivenSystem.fixed(OTHER)).build();
    Lmu filter = Lmu.of(cell).returningSequences();
    try (LayerRun all = LayerRun.of(filter, x);
        LayerRun loop = LayerRun.of(Rnn.of(cell).returningSequences(), x)) {
      assertThat(filter.form()).isInstanceOf(LmuFeedforward.class);
      loop.assign(all.weights());
      assertThat(Difference.relative(all.inference(), loop.inference())).isLessThan(1e-12);
    }
  }

  @Test
  void matricesMustFitTheMemory() {
    assertThatThrownBy(() -> LmuCell.builder(1, 4, 7).given(GivenSystem.fixed(ZOH)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("given matrices must have the order of the memory, 4 (got 5)");
    assertThatThrownBy(() -> cell(1).given(GivenSystem.fixed(ZOH)).trainableTheta().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trainable_theta must be false");
    assertThat(cell(1).build().given()).isEqualTo(Optional.empty());
  }
}
