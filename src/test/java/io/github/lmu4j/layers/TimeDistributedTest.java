package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class TimeDistributedTest {

  @Test
  void everyStepGoesThroughTheLayerByItself() {
    Array x = random(2, 3, 4, 5);
    Layer inner = Conv1D.of(3, 2, Padding.SAME, Activation.TANH);
    try (LayerRun all = LayerRun.of(new TimeDistributed(inner), x)) {
      Weights weights = all.weights().under("layer");
      for (int step = 0; step < 3; step++) {
        try (LayerRun one = LayerRun.of(inner, TestArrays.step(x, step))) {
          one.assign(weights);
          TestArrays.assertClose(TestArrays.step(all.inference(), step), one.inference(), 1e-15);
        }
      }
      assertThat(all.shape().tail()).isEqualTo(Shape.of(3, 4, 3));
    }
  }

  @Test
  void mappedLayerMapsEveryStep() {
    Layer inner = new LayerNormalization();
    assertThat(new MappedLayer(inner).outputSize(7)).isEqualTo(7);
    assertThat(new MappedLayer(Dense.of(3)).stateSizes(7)).containsExactly(3);
  }

  @Test
  void wrongRankIsNamed() {
    assertThatThrownBy(() -> LayerRun.of(new TimeDistributed(Dense.of(2)), random(2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of rank 3 or more");
  }
}
