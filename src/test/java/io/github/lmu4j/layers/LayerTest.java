package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** What holds for every layer. */
class LayerTest {

  private static final Optional<WeightSpec> ONES = Optional.of(WeightSpec.of(new Ones()));
  private static final Optional<WeightSpec> ZEROS = Optional.of(WeightSpec.of(new Zeros()));
  private static final WeightSpec GLOROT = WeightSpec.of(VarianceScaling.glorotUniform());

  /** Layers of one sequence (2, 7, 4). */
  static Stream<Named<Layer>> sequenceLayers() {
    return Stream.of(
        Named.of("dense", Dense.builder(3).activation(Activation.TANH).build()),
        Named.of("dense glu", Dense.of(4, Activation.GLU)),
        Named.of("activation", new ActivationLayer(Activation.GELU)),
        Named.of("linear", new ActivationLayer(Activation.LINEAR)),
        Named.of("dropout", new Dropout(0.3)),
        Named.of("dropout by step", new Dropout(0.3, Optional.of(Shape.of(-1, 1, -1)))),
        Named.of("spatial dropout", new SpatialDropout1D(0.4)),
        Named.of("gaussian noise", new GaussianNoise(0.2)),
        Named.of("gaussian dropout", new GaussianDropout(0.2)),
        Named.of("layer normalization", new LayerNormalization()),
        Named.of(
            "layer normalization, rms",
            new LayerNormalization(List.of(-1), 1e-3, ONES, ZEROS, true)),
        Named.of("batch normalization", new BatchNormalization()),
        Named.of(
            "batch normalization, bare",
            new BatchNormalization(
                -1, 0.9, 0.1, Optional.empty(), Optional.empty(), new Zeros(), new Ones())),
        Named.of("conv", Conv1D.of(3, 3, Padding.VALID, Activation.TANH)),
        Named.of("conv same", Conv1D.of(3, 4, Padding.SAME, Activation.LINEAR)),
        Named.of(
            "conv causal, dilated, groups",
            new Conv1D(4, 3, 1, Padding.CAUSAL, 2, 2, Activation.LINEAR, GLOROT, ZEROS)),
        Named.of(
            "conv strides, no bias",
            new Conv1D(2, 3, 2, Padding.SAME, 1, 1, Activation.LINEAR, GLOROT, Optional.empty())),
        Named.of("depthwise", DepthwiseConv1D.of(3, Padding.VALID)),
        Named.of(
            "depthwise, strides, multiplied",
            new DepthwiseConv1D(3, 2, Padding.SAME, 2, 1, Activation.SIGMOID, GLOROT, ZEROS)),
        Named.of("max pooling", new MaxPooling1D(2)),
        Named.of("max pooling same", new MaxPooling1D(3, 2, Padding.SAME)),
        Named.of("average pooling", new AveragePooling1D(3)),
        Named.of("average pooling same", new AveragePooling1D(4, 2, Padding.SAME)),
        Named.of("global average", new GlobalAveragePooling1D()),
        Named.of("global average, kept", new GlobalAveragePooling1D(true)),
        Named.of("global max", new GlobalMaxPooling1D()),
        Named.of("up-sampling", new UpSampling1D(3)),
        Named.of("zero padding", new ZeroPadding1D(2, 1)),
        Named.of("cropping", new Cropping1D(1, 2)),
        Named.of("cropping the first", new Cropping1D(3, 0)),
        Named.of("permute", new Permute(List.of(2, 1))),
        Named.of("flatten", new Flatten()),
        Named.of("reshape", new Reshape(Shape.of(-1, 2))),
        Named.of("time distributed", new TimeDistributed(Dense.of(2))),
        Named.of("softmax", new Softmax()),
        Named.of("softmax over two axes", new Softmax(List.of(1, -1))),
        Named.of("relu", new Relu()),
        Named.of("relu with all", new Relu(Optional.of(0.8), 0.1, 0.2)),
        Named.of("leaky relu", new LeakyRelu()),
        Named.of("prelu", new PRelu(WeightSpec.of(new Zeros()), List.of(1))),
        Named.of("elu", new Elu(0.7)),
        Named.of("rescaling", new Rescaling(0.5, -1)),
        Named.of("normalization", new Normalization()),
        Named.of("normalization inverted", new Normalization(List.of(-1), Optional.empty(), true)),
        Named.of("masking", new Masking(0)));
  }

  static Stream<Arguments> allLayers() {
    Array sequence = random(2, 7, 4);
    Array other = TestArrays.map(sequence, x -> Math.cos(3 * x));
    Array third = TestArrays.map(sequence, x -> Math.sin(5 * x) + 2);
    Stream<Arguments> alone = sequenceLayers().map(layer -> Arguments.of(layer, List.of(sequence)));
    Stream<Arguments> rest =
        Stream.of(
            Arguments.of(Named.of("add", new Add()), List.of(sequence, other, third)),
            Arguments.of(Named.of("add, repeated", new Add()), List.of(sequence, random(2, 4))),
            Arguments.of(Named.of("multiply", new Multiply()), List.of(sequence, other, third)),
            Arguments.of(Named.of("average", new Average()), List.of(sequence, other, third)),
            Arguments.of(Named.of("maximum", new Maximum()), List.of(sequence, other, third)),
            Arguments.of(Named.of("minimum", new Minimum()), List.of(sequence, other, third)),
            Arguments.of(Named.of("subtract", new Subtract()), List.of(sequence, other)),
            Arguments.of(
                Named.of("concatenate", new Concatenate()), List.of(sequence, other, third)),
            Arguments.of(
                Named.of("concatenate steps", new Concatenate(1)), List.of(sequence, other)),
            Arguments.of(Named.of("dot", new Dot(-1, -1, false)), List.of(sequence, other)),
            Arguments.of(
                Named.of("cosine", new Dot(1, 1, true)),
                List.of(random(2, 4), TestArrays.step(other, 1))),
            Arguments.of(
                Named.of("dot of ranks", new Dot(2, 1, false)), List.of(sequence, random(2, 4))),
            Arguments.of(
                Named.of("dot of other ranks", new Dot(1, 1, false)),
                List.of(random(2, 7), sequence)),
            Arguments.of(Named.of("repeat vector", new RepeatVector(3)), List.of(random(2, 5))),
            Arguments.of(
                Named.of(
                    "layer normalization by two axes",
                    new LayerNormalization(List.of(1, 2), 0.1, ONES, ZEROS, false)),
                List.of(sequence)),
            Arguments.of(
                Named.of(
                    "batch normalization by time",
                    new BatchNormalization(1, 0.9, 0.1, ONES, ZEROS, new Zeros(), new Ones())),
                List.of(sequence)),
            Arguments.of(Named.of("prelu by entry", new PRelu()), List.of(sequence)));
    return Stream.concat(alone, rest);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allLayers")
  void gradientsAreTrue(Layer layer, List<Array> inputs) {
    try (LayerRun run = LayerRun.of(layer, inputs.toArray(new Array[0]))) {
      run.checkGradients();
      run.checkTrainingGradients();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allLayers")
  void shapeIsKnownBeforeTheRun(Layer layer, List<Array> inputs) {
    try (LayerRun run = LayerRun.of(layer, inputs.toArray(new Array[0]))) {
      Shape known = run.shape();
      Shape actual = run.inference().shape();
      assertThat(known.isCompatibleWith(actual)).isTrue();
      assertThat(known.tail().hasUnknownDimension()).as("%s", known).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sequenceLayers")
  void unknownLengthGivesTheSame(Layer layer) {
    Array x = random(2, 7, 4);
    try (LayerRun known = LayerRun.of(layer, x);
        LayerRun unknown = LayerRun.of(layer, Shape.of(-1, -1, 4), x)) {
      unknown.assign(known.weights());
      TestArrays.assertClose(unknown.inference(), known.inference(), 1e-14);
      TestArrays.assertClose(unknown.training(2), known.training(2), 1e-14);
      assertThat(unknown.shape().numDimensions()).isEqualTo(known.shape().numDimensions());
    }
  }
}
