package io.github.lmu4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class LayerNormalizationTest {

  /** Means 2 and 5, variances 1 and 4. */
  private static final Array X = Array.of(Shape.of(1, 2, 2), 1.0, 3, 3, 7);

  private static double[] bare(List<Integer> axes, double epsilon, boolean rms) {
    Layer layer = new LayerNormalization(axes, epsilon, Optional.empty(), Optional.empty(), rms);
    try (LayerRun run = LayerRun.of(layer, X)) {
      assertThat(run.weights().paths()).isEmpty();
      return run.inference().toDoubles();
    }
  }

  @Test
  void eachPositionIsNormalizedByItself() {
    assertThat(bare(List.of(-1), 0, false)).containsExactly(-1, 1, -1, 1);
    assertThat(bare(List.of(-1), 3, false))
        .containsExactly(
            new double[] {-0.5, 0.5, -2 / Math.sqrt(7), 2 / Math.sqrt(7)}, within(1e-15));
  }

  @Test
  void axesAreNormalizedTogether() {
    double deviation = Math.sqrt((6.25 + 0.25 + 0.25 + 12.25) / 4);
    assertThat(bare(List.of(1, 2), 0, false))
        .containsExactly(
            new double[] {-2.5 / deviation, -0.5 / deviation, -0.5 / deviation, 3.5 / deviation},
            within(1e-15));
  }

  @Test
  void rmsScalingLeavesTheMean() {
    assertThat(bare(List.of(-1), 0, true)).containsExactly(1, 3, 1.5, 3.5);
  }

  @Test
  void weightsHaveTheSizesOfTheAxes() {
    Optional<WeightSpec> ones = Optional.of(WeightSpec.of(new Ones()));
    Optional<WeightSpec> zeros = Optional.of(WeightSpec.of(new Zeros()));
    try (LayerRun run =
        LayerRun.of(
            new LayerNormalization(List.of(1, 2), 0.1, ones, zeros, false),
            LayerRun.random(2, 3, 4))) {
      assertThat(run.weights().get("gamma").shape()).isEqualTo(Shape.of(3, 4));
      assertThat(run.weights().get("beta").shape()).isEqualTo(Shape.of(3, 4));
    }
    try (LayerRun run =
        LayerRun.of(new LayerNormalization(List.of(-1), 0.1, ones, zeros, true), X)) {
      assertThat(run.weights().paths()).containsExactly("gamma");
    }
  }
}
