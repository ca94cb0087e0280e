package io.github.lmu4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.layers.Normalization.Moments;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Weights;
import io.github.lmu4j.weights.Zeros;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Layers that change every entry by itself. */
class PointwiseTest {

  private static final Array X = Array.of(Shape.of(1, 2, 2), -2.0, -0.5, 0.5, 3);

  private static double[] apply(Layer layer) {
    try (LayerRun run = LayerRun.of(layer, X)) {
      return run.inference().toDoubles();
    }
  }

  @Test
  void rectifiersBendWhereTheyShould() {
    assertThat(apply(new Relu())).containsExactly(0, 0, 0.5, 3);
    assertThat(apply(new Relu(Optional.of(1.0), 0, 0))).containsExactly(0, 0, 0.5, 1);
    assertThat(apply(new Relu(Optional.of(2.0), 0.5, 1))).containsExactly(-1.5, -0.75, -0.25, 2);
    assertThat(apply(new LeakyRelu(0.25))).containsExactly(-0.5, -0.125, 0.5, 3);
    assertThat(apply(new Elu(2)))
        .containsExactly(
            new double[] {2 * Math.expm1(-2), 2 * Math.expm1(-0.5), 0.5, 3}, within(1e-15));
    assertThat(apply(new ActivationLayer(Activation.RELU))).containsExactly(0, 0, 0.5, 3);
  }

  @Test
  void slopesAreLearned() {
    try (LayerRun run = LayerRun.of(new PRelu(), X)) {
      run.assign(new Weights(Map.of("alpha", Array.of(Shape.of(2, 2), 0.5, 2, 1, 1))));
      assertThat(run.inference().toDoubles()).containsExactly(-1, -1, 0.5, 3);
    }
    PRelu shared = new PRelu(WeightSpec.of(new Zeros()), List.of(1));
    try (LayerRun run = LayerRun.of(shared, X)) {
      assertThat(run.weights().get("alpha").shape()).isEqualTo(Shape.of(1, 2));
    }
    assertThatThrownBy(() -> LayerRun.of(new PRelu(WeightSpec.of(new Zeros()), List.of(3)), X))
        .hasMessage("shared_axes must be from 1 to 2 (got [3])");
  }

  @Test
  void softmaxSumsToOneAlongItsAxes() {
    assertThat(apply(new Softmax()))
        .satisfies(y -> assertThat(y[0] + y[1]).isCloseTo(1, within(1e-15)));
    assertThat(apply(new Softmax(List.of(1))))
        .satisfies(y -> assertThat(y[0] + y[2]).isCloseTo(1, within(1e-15)));
    assertThat(apply(new Softmax(List.of(1, 2))))
        .satisfies(y -> assertThat(y[0] + y[1] + y[2] + y[3]).isCloseTo(1, within(1e-15)));
  }

  @Test
  void rescalingIsAffine() {
    assertThat(apply(new Rescaling(2, 1))).containsExactly(-3, 0, 2, 7);
  }

  @Test
  void normalizationUsesWhatIsGiven() {
    Moments moments = new Moments(Array.of(Shape.of(2), 1.0, 2), Array.of(Shape.of(2), 4.0, 0.25));
    assertThat(apply(new Normalization(List.of(-1), Optional.of(moments), false)))
        .containsExactly(-1.5, -5, -0.25, 2);
    assertThat(apply(new Normalization(List.of(-1), Optional.of(moments), true)))
        .containsExactly(-3, 1.75, 2, 3.5);
    Moments scalar = new Moments(Array.of(Shape.scalar(), 1.0), Array.of(Shape.scalar(), 4.0));
    assertThat(apply(new Normalization(List.of(-1), Optional.of(scalar), false)))
        .containsExactly(-1.5, -0.75, -0.25, 1);
    Moments three = new Moments(Array.of(Shape.of(3), 1.0, 2, 3), Array.of(Shape.of(3), 1.0, 1, 1));
    assertThatThrownBy(() -> apply(new Normalization(List.of(-1), Optional.of(three), false)))
        .hasMessageContaining("must have shape [2] or one entry");
    assertThatThrownBy(() -> new Moments(three.mean(), scalar.variance()))
        .hasMessageContaining("must have the same shape");
  }

  @Test
  void adaptedNormalizationIsAWeight() {
    try (LayerRun run = LayerRun.of(new Normalization(), X)) {
      assertThat(run.weights().paths()).containsExactly("mean", "variance", "count");
      assertThat(run.trainable()).isEmpty();
      run.assign(
          new Weights(
              Map.of(
                  "mean", Array.of(Shape.of(2), 1.0, 2),
                  "variance", Array.of(Shape.of(2), 4.0, 0.25),
                  "count", Array.of(Shape.scalar(), 9.0))));
      assertThat(run.inference().toDoubles()).containsExactly(-1.5, -5, -0.25, 2);
    }
  }
}
