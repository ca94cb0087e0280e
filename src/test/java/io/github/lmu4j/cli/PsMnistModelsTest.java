package io.github.lmu4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.CategoricalCrossentropy;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.Weights;
import io.github.lmu4j.weights.Zeros;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class PsMnistModelsTest {

  static Weights weights(Model model) {
    try (Trainer trainer =
        Trainer.builder(model).loss(new CategoricalCrossentropy(true, 0)).build()) {
      return trainer.weights();
    }
  }

  @Test
  void networksHaveTheParametersOfThePapers() {
    assertThat(weights(PsMnistModels.parallel(0.5)).parameters()).isEqualTo(165_745);
    assertThat(weights(PsMnistModels.recurrent()).parameters()).isEqualTo(102_027);
    assertThat(weights(PsMnistModels.nengoDl()).parameters()).isEqualTo(101_549);
  }

  @Test
  void atFirstOnlyThePixelFeedsTheMemoryAndOnlyTheMemoryTheHiddenUnits() {
    Weights weights = weights(PsMnistModels.recurrent());
    Array encoder = weights.get("lmu/kernel");
    assertThat(encoder.shape()).isEqualTo(Shape.of(213, 1));
    assertThat(encoder.toFloats()).startsWith(1f).containsOnlyOnce(1f).contains(0f);
    assertThat(weights.get("lmu/recurrent_kernel").toFloats()).hasSize(256).containsOnly(0f);
    assertThat(weights.get("lmu/hidden_cell/recurrent_kernel").toFloats()).containsOnly(0f);
    float[] hidden = weights.get("lmu/hidden_cell/kernel").toFloats();
    assertThat(Arrays.copyOfRange(hidden, 256 * 212, 257 * 212)).containsOnly(0f);
    double variance =
        java.util.stream.IntStream.range(0, 256 * 212)
            .mapToDouble(i -> hidden[i] * hidden[i])
            .average()
            .orElseThrow();
    assertThat(variance * (256 + 212) / 2).isBetween(0.97, 1.03);
  }

  @Test
  void splitRowsGivesEachPartItsOwnFan() {
    Shape shape = Shape.of(5, 2);
    double[] values =
        new SplitRows(VarianceScaling.lecunUniform(), 3, new Ones()).values(shape, new Random(4));
    double[] top = VarianceScaling.lecunUniform().values(Shape.of(3, 2), new Random(4));
    assertThat(values).startsWith(top).endsWith(1, 1, 1, 1).hasSize(10);
    for (Shape wrong : List.of(Shape.of(2, 2), Shape.of(6))) {
      assertThatThrownBy(
              () -> new SplitRows(new Ones(), 3, new Zeros()).values(wrong, new Random(4)))
          .hasMessageContaining("at least 3 rows (got " + wrong + ")");
    }
  }
}
