package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.Contraction;
import io.github.lmu4j.ops.RuntimeShape;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A convolution along time: {@code y_t = activation(sum_k x_(t strides + k dilationRate) kernel_k +
 * bias)}.
 *
 * <p>Shapes: x (batch, time, n); kernel (kernelSize, n / groups, filters); y (batch, windows,
 * filters).
 *
 * @param filters size of the output, divisible by the groups
 * @param kernelSize steps of a window
 * @param strides steps from a window to the next
 * @param padding what is done at the ends
 * @param dilationRate steps from one entry of a window to the next
 * @param groups parts of the input's last axis, each of which only its part of the output sees
 * @param activation applied last
 * @param kernel how it begins and what holds it
 * @param bias added before the activation, if any
 */
public record Conv1D(
    int filters,
    int kernelSize,
    int strides,
    Padding padding,
    int dilationRate,
    int groups,
    Activation activation,
    WeightSpec kernel,
    Optional<WeightSpec> bias)
    implements Layer {

  /** Checks the sizes. */
  public Conv1D {
    Windows.requirePositive("filters", filters);
    Windows.requirePositive("groups", groups);
    if (filters % groups != 0) {
      throw new IllegalArgumentException(
          "filters must be divisible by groups, %d (got %d)".formatted(groups, filters));
    }
    var unused = new Windows(kernelSize, strides, dilationRate, padding);
  }

  /**
   * A convolution with Keras' defaults otherwise.
   *
   * @param filters size of the output
   * @param kernelSize steps of a window
   * @param padding what is done at the ends
   * @param activation applied last
   * @return the layer
   */
  public static Conv1D of(int filters, int kernelSize, Padding padding, Activation activation) {
    return new Conv1D(
        filters,
        kernelSize,
        1,
        padding,
        1,
        1,
        activation,
        WeightSpec.of(VarianceScaling.glorotUniform()),
        Optional.of(WeightSpec.of(new Zeros())));
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Windows.requireSequence(inputs.get(0));
    int channels = Math.toIntExact(inputs.get(0).get(2));
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          "the input's channels must be divisible by groups, %d (got %d)"
              .formatted(groups, channels));
    }
    Operand<T> filter =
        weights.add("kernel", Shape.of(kernelSize, channels / groups, filters), kernel);
    Optional<Operand<T>> offset = bias.map(spec -> weights.add("bias", Shape.of(filters), spec));
    return new CausalWindows<>(
        new Windows(kernelSize, strides, dilationRate, padding),
        channels,
        (tf, x, windows) -> {
          Operand<T> sum = convolved(tf, x, filter, channels, windows);
          return activation.apply(
              tf, offset.isPresent() ? tf.math.add(sum, offset.orElseThrow()) : sum);
        });
  }

  private <T extends TFloating> Operand<T> convolved(
      Ops tf, Operand<T> x, Operand<T> filter, int channels, Windows windows) {
    List<Operand<T>> entries = windows.entries(tf, x, Constants.of(tf, x.type(), 0));
    List<Operand<T>> outputs = new ArrayList<>();
    int width = channels / groups;
    int outputWidth = filters / groups;
    for (int group = 0; group < groups; group++) {
      List<Operand<T>> seen = new ArrayList<>();
      for (Operand<T> entry : entries) {
        seen.add(part(tf, entry, group * width, width));
      }
      Operand<T> rows =
          tf.reshape(
              part(tf, filter, group * outputWidth, outputWidth),
              RuntimeShape.constant(tf, (long) kernelSize * width, outputWidth));
      outputs.add(Contraction.lastAxis(tf, beside(tf, seen), rows));
    }
    return beside(tf, outputs);
  }

  private static <T extends TFloating> Operand<T> beside(Ops tf, List<Operand<T>> parts) {
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(2));
  }

  private <T extends TFloating> Operand<T> part(Ops tf, Operand<T> x, int first, int count) {
    return groups == 1
        ? x
        : tf.slice(x, tf.constant(new int[] {0, 0, first}), tf.constant(new int[] {-1, -1, count}));
  }
}
