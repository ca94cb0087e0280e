package io.github.lmu4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class EmbeddingTest {

  private static final Array NUMBERS = Array.of(Shape.of(2, 3), 0.0, 2, 1, 2, 2, 0);

  @Test
  void numbersPickRows() {
    try (LayerRun run = LayerRun.of(new Embedding(3, 2), NUMBERS)) {
      run.assign(new Weights(Map.of("embeddings", Array.of(Shape.of(3, 2), 1.0, 2, 3, 4, 5, 6))));
      assertThat(run.inference())
          .isEqualTo(Array.of(Shape.of(2, 3, 2), 1.0, 2, 5, 6, 3, 4, 5, 6, 5, 6, 1, 2));
      assertThat(run.mask()).isEmpty();
      run.checkWeightGradients();
    }
  }

  @Test
  void zeroMayBeMasked() {
    Embedding layer = new Embedding(3, 2, true, WeightSpec.of(new Ones()));
    try (LayerRun run = LayerRun.of(layer, NUMBERS)) {
      assertThat(run.mask().orElseThrow().toInts()).containsExactly(0, 1, 1, 1, 1, 0);
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new Embedding(0, 2))
        .hasMessage("input_dim must be at least 1 (got 0)");
    assertThatThrownBy(() -> new Embedding(2, 0))
        .hasMessage("output_dim must be at least 1 (got 0)");
    try (LayerRun run = LayerRun.of(new Embedding(2, 2), NUMBERS)) {
      assertThatThrownBy(run::inference).hasMessageContaining("is not in [0, 2)");
    }
  }
}
