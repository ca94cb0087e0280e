package io.github.lmu4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.weights.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class NoiseTest {

  private static final Array ONES = ones(10, 40, 50);

  private static Array ones(long... shape) {
    double[] values = new double[(int) Shape.of(shape).size()];
    Arrays.fill(values, 1);
    return Array.of(Shape.of(shape), values);
  }

  private static double[] training(Layer layer, long step) {
    try (LayerRun run = LayerRun.of(layer, ONES)) {
      return run.training(step).toDoubles();
    }
  }

  private static void assertMoments(double[] values, double mean, double deviation) {
    double average = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - average) * (v - average)).average().orElseThrow();
    // 20,000 draws: five standard errors.
    assertThat(average).isCloseTo(mean, within(5 * deviation / Math.sqrt(values.length)));
    assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(0.03 * deviation));
  }

  @Test
  void dropoutKeepsTheMean() {
    double[] values = training(new Dropout(0.2), 0);
    assertThat(Arrays.stream(values).distinct().sorted().toArray()).containsExactly(0, 1.25);
    assertMoments(values, 1, 0.5);
  }

  @Test
  void dropoutRepeatsItsMask() {
    double[] byStep = training(new Dropout(0.5, Optional.of(Shape.of(-1, 1, -1))), 0);
    assertThat(training(new SpatialDropout1D(0.5), 0)).isEqualTo(byStep);
    for (int i = 0; i < byStep.length; i++) {
      assertThat(byStep[i]).isEqualTo(byStep[i / 2000 * 2000 + i % 50]);
    }
    double[] byColumn = training(new Dropout(0.5, Optional.of(Shape.of(1, 40, 1))), 0);
    for (int i = 0; i < byColumn.length; i++) {
      assertThat(byColumn[i]).isEqualTo(byColumn[i % 2000 / 50 * 50]);
    }
  }

  @Test
  void noiseHasItsMoments() {
    assertMoments(training(new GaussianNoise(0.3), 0), 1, 0.3);
    assertMoments(training(new GaussianDropout(0.2), 0), 1, 0.5);
  }

  @Test
  void stepsDecideTheDraws() {
    for (Layer layer : List.of(new Dropout(0.5), new GaussianNoise(1), new GaussianDropout(0.5))) {
      assertThat(training(layer, 3)).isEqualTo(training(layer, 3)).isNotEqualTo(training(layer, 4));
    }
  }

  @Test
  void inferenceChangesNothing() {
    for (Layer layer :
        List.of(
            new Dropout(0.5),
            new SpatialDropout1D(0.5),
            new GaussianNoise(1),
            new GaussianDropout(0.5))) {
      try (LayerRun run = LayerRun.of(layer, ONES)) {
        assertThat(run.inference()).isEqualTo(ONES);
      }
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new Dropout(1))
        .hasMessage("rate must be at least 0 and less than 1 (got 1.0)");
    assertThatThrownBy(() -> new GaussianDropout(-0.1)).hasMessageContaining("(got -0.1)");
    assertThatThrownBy(() -> new SpatialDropout1D(1)).hasMessageContaining("(got 1.0)");
    assertThatThrownBy(() -> new GaussianNoise(-1))
        .hasMessage("stddev must not be negative (got -1.0)");
    assertThatThrownBy(() -> LayerRun.of(new Dropout(0.5, Optional.of(Shape.of(-1, 1))), ONES))
        .hasMessageContaining("noise_shape must have the rank of the input, 3");
  }
}
