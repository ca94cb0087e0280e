package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.MaskedLayer;
import io.github.lmu4j.weights.Array;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Which layers pass masks on, as Keras has it. */
class MaskTest {

  static Stream<Layer> passing() {
    return Stream.of(
        Dense.of(2),
        new ActivationLayer(Activation.TANH),
        new ActivationLayer(Activation.LINEAR),
        new Dropout(0.5),
        new SpatialDropout1D(0.5),
        new GaussianNoise(0.5),
        new GaussianDropout(0.5),
        new LayerNormalization(),
        new BatchNormalization(),
        new Normalization(),
        new Rescaling(2, 1),
        new Relu(),
        new LeakyRelu(),
        new PRelu(),
        new Elu(),
        new TimeDistributed(Dense.of(2)));
  }

  static Stream<Layer> stopping() {
    return Stream.of(
        new Flatten(),
        new Reshape(Shape.of(2, 6)),
        new Permute(List.of(2, 1)),
        Conv1D.of(2, 2, Padding.SAME, Activation.LINEAR),
        DepthwiseConv1D.of(2, Padding.SAME),
        new MaxPooling1D(2),
        new AveragePooling1D(2),
        new GlobalMaxPooling1D(),
        new GlobalAveragePooling1D(),
        new UpSampling1D(2),
        new ZeroPadding1D(1, 1),
        new Cropping1D(1, 1),
        LmuFeedforward.builder(1, 2, 3).returnSequences().build());
  }

  private static Optional<Array> mask(Layer layer, Array... inputs) {
    try (LayerRun run = LayerRun.of(new MaskedLayer(layer, true, false, true, true), inputs)) {
      return run.mask();
    }
  }

  @ParameterizedTest
  @MethodSource("passing")
  void maskIsPassedOn(Layer layer) {
    assertThat(mask(layer, random(2, 4, 3)).orElseThrow().toInts())
        .containsExactly(1, 0, 1, 1, 1, 0, 1, 1);
  }

  @ParameterizedTest
  @MethodSource("stopping")
  void maskEndsHere(Layer layer) {
    assertThat(mask(layer, random(2, 4, 3))).isEmpty();
  }

  @Test
  void mergedStepsCountWhereAllInputsHaveMasks() {
    assertThat(mask(new Add(), random(1, 4, 3), random(1, 4, 3))).isEmpty();
  }

  @Test
  void concatenatedStepsWithoutMaskCount() {
    assertThat(mask(new Concatenate(), random(1, 4, 3), random(1, 4, 3)).orElseThrow().toInts())
        .containsExactly(1, 1, 1, 1);
    assertThat(mask(new Concatenate(1), random(1, 4, 3), random(1, 2, 3)).orElseThrow().toInts())
        .containsExactly(1, 0, 1, 1, 1, 1);
  }

  @Test
  void maskingFindsStepsOfOneValue() {
    Array x = Array.of(Shape.of(1, 3, 2), 1.0, 5, 5, 5, 0, 0);
    try (LayerRun run = LayerRun.of(new Masking(5), x)) {
      assertThat(run.mask().orElseThrow().toInts()).containsExactly(1, 0, 1);
      assertThat(run.inference().toDoubles()).containsExactly(1, 5, 0, 0, 0, 0);
    }
  }

  @Test
  void softmaxLeavesOutMaskedEntries() {
    Array x = Array.of(Shape.of(1, 4), Math.log(1), 7, Math.log(2), Math.log(5));
    try (LayerRun run = LayerRun.of(new MaskedLayer(new Softmax(), true, false, true, true), x)) {
      assertThat(run.inference().toDoubles())
          .containsExactly(new double[] {0.125, 0, 0.25, 0.625}, within(1e-15));
      run.checkGradients();
    }
    assertThatThrownBy(() -> mask(new Softmax(), random(2, 4, 3)))
        .hasMessageContaining("needs an input of the mask's shape");
  }
}
