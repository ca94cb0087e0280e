package io.github.lmu4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.MaskedLayer;
import io.github.lmu4j.weights.Array;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class PoolingTest {

  /** Two channels over five steps, the second one negative. */
  private static final Array X = Array.of(Shape.of(1, 5, 2), 1.0, -1, 4, -4, 2, -2, 8, -8, 3, -3);

  private static double[] apply(Layer layer) {
    try (LayerRun run = LayerRun.of(layer, X)) {
      return run.inference().toDoubles();
    }
  }

  @Test
  void windowsLieInsideTheSequence() {
    assertThat(apply(new MaxPooling1D(2))).containsExactly(4, -1, 8, -2);
    assertThat(apply(new AveragePooling1D(2))).containsExactly(2.5, -2.5, 5, -5);
    assertThat(apply(new MaxPooling1D(2, 1, Padding.VALID)))
        .containsExactly(4, -1, 4, -2, 8, -2, 8, -3);
  }

  @Test
  void whatPaddingAddsDoesNotCount() {
    assertThat(apply(new MaxPooling1D(3, 2, Padding.SAME))).containsExactly(4, -1, 8, -2, 8, -3);
    assertThat(apply(new AveragePooling1D(3, 2, Padding.SAME)))
        .containsExactly(2.5, -2.5, 14.0 / 3, -14.0 / 3, 5.5, -5.5);
  }

  @Test
  void globalPoolingTakesAllSteps() {
    assertThat(apply(new GlobalMaxPooling1D())).containsExactly(8, -1);
    assertThat(apply(new GlobalAveragePooling1D())).containsExactly(3.6, -3.6);
    try (LayerRun run = LayerRun.of(new GlobalAveragePooling1D(true), X)) {
      assertThat(run.inference().shape()).isEqualTo(Shape.of(1, 1, 2));
    }
  }

  @Test
  void averageLeavesOutMaskedSteps() {
    Layer masked = new MaskedLayer(new GlobalAveragePooling1D(), true, false, true, false, true);
    assertThat(apply(masked)).containsExactly(2, -2);
    try (LayerRun run = LayerRun.of(masked, X)) {
      assertThat(run.mask()).isEmpty();
      run.checkGradients();
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new MaxPooling1D(0))
        .hasMessage("the window's size must be at least 1 (got 0)");
    assertThatThrownBy(() -> new AveragePooling1D(2, 0, Padding.SAME))
        .hasMessage("strides must be at least 1 (got 0)");
    assertThatThrownBy(() -> new MaxPooling1D(2, 2, Padding.CAUSAL))
        .hasMessage("padding must be valid or same (got causal)");
  }
}
