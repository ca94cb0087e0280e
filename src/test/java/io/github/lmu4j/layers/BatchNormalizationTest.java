package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.MaskedLayer;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.Weights;
import io.github.lmu4j.weights.Zeros;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class BatchNormalizationTest {

  private static final BatchNormalization BARE =
      new BatchNormalization(
          -1, 0.75, 1e-9, Optional.empty(), Optional.empty(), new Zeros(), new Ones());

  /** Means 2 and 5, variances 1 and 4. */
  private static final Array X = Array.of(Shape.of(2, 1, 2), 1.0, 3, 3, 7);

  private static Weights averages(double... values) {
    return new Weights(
        Map.of(
            "moving_mean", Array.of(Shape.of(2), values[0], values[1]),
            "moving_variance", Array.of(Shape.of(2), values[2], values[3])));
  }

  @Test
  void trainingNormalizesByTheBatch() {
    try (LayerRun run = LayerRun.of(BARE, X)) {
      assertThat(run.training(0).toDoubles())
          .containsExactly(new double[] {-1, -1, 1, 1}, within(1e-8));
    }
  }

  @Test
  void trainingMovesTheAverages() {
    try (LayerRun run = LayerRun.of(BARE, X)) {
      run.assign(averages(0, 1, 2, 3));
      run.update();
      TestArrays.assertClose(
          run.weights().get("moving_mean"), Array.of(Shape.of(2), 0.5, 2), 1e-15);
      TestArrays.assertClose(
          run.weights().get("moving_variance"), Array.of(Shape.of(2), 1.75, 3.25), 1e-15);
      assertThat(run.trainable()).isEmpty();
    }
  }

  @Test
  void inferenceNormalizesByTheAverages() {
    try (LayerRun run = LayerRun.of(BARE, X)) {
      run.assign(averages(1, -1, 4, 16));
      assertThat(run.inference().toDoubles())
          .containsExactly(new double[] {0, 1, 1, 2}, within(1e-8));
    }
  }

  @Test
  void maskedStepsDoNotCount() {
    double nan = Double.NaN;
    Array x = Array.of(Shape.of(1, 3, 2), 1.0, 3, nan, nan, 3, 7);
    try (LayerRun run = LayerRun.of(new MaskedLayer(BARE, true, false, true), x)) {
      run.assign(averages(0, 1, 2, 3));
      assertThat(run.training(0).toDoubles())
          .containsExactly(new double[] {-1, -1, nan, nan, 1, 1}, within(1e-6));
      run.update();
      TestArrays.assertClose(run.weights().get("moving_mean"), Array.of(Shape.of(2), 0.5, 2), 1e-7);
    }
    Layer whole = new MaskedLayer(new BatchNormalization(), true, false, true, true);
    try (LayerRun run = LayerRun.of(whole, random(2, 4, 3))) {
      run.checkTrainingGradients();
      assertThat(run.mask()).isPresent();
    }
  }

  @Test
  void weightsHaveTheNamesOfKeras() {
    try (LayerRun run = LayerRun.of(new BatchNormalization(), X)) {
      assertThat(run.weights().paths())
          .containsExactly("gamma", "beta", "moving_mean", "moving_variance");
      assertThat(run.trainable()).containsExactly("gamma", "beta");
    }
  }

  @Test
  void wrongAxisIsNamed() {
    BatchNormalization layer =
        new BatchNormalization(
            3, 0.9, 0.1, Optional.empty(), Optional.empty(), new Zeros(), new Ones());
    assertThatThrownBy(() -> LayerRun.of(layer, X))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("axis must be from -3 to 2")
        .hasMessageEndingWith("(got 3)");
  }
}
