package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Constants;
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
 * A convolution of each channel along time by itself.
 *
 * <p>Shapes: x (batch, time, n); kernel (kernelSize, n, depthMultiplier); y (batch, windows, n *
 * depthMultiplier), the outputs of one channel side by side.
 *
 * @param kernelSize steps of a window
 * @param strides steps from a window to the next
 * @param padding what is done at the ends; not causal
 * @param depthMultiplier outputs a channel
 * @param dilationRate steps from one entry of a window to the next
 * @param activation applied last
 * @param kernel how it begins and what holds it
 * @param bias added before the activation, if any
 */
public record DepthwiseConv1D(
    int kernelSize,
    int strides,
    Padding padding,
    int depthMultiplier,
    int dilationRate,
    Activation activation,
    WeightSpec kernel,
    Optional<WeightSpec> bias)
    implements Layer {

  /** Checks the sizes. */
  public DepthwiseConv1D {
    Windows.requirePositive("depth_multiplier", depthMultiplier);
    if (padding == Padding.CAUSAL) {
      throw new IllegalArgumentException("padding must be valid or same (got causal)");
    }
    var unused = new Windows(kernelSize, strides, dilationRate, padding);
  }

  /**
   * A convolution with Keras' defaults otherwise.
   *
   * @param kernelSize steps of a window
   * @param padding what is done at the ends; not causal
   * @return the layer
   */
  public static DepthwiseConv1D of(int kernelSize, Padding padding) {
    return new DepthwiseConv1D(
        kernelSize,
        1,
        padding,
        1,
        1,
        Activation.LINEAR,
        WeightSpec.of(VarianceScaling.glorotUniform()),
        Optional.of(WeightSpec.of(new Zeros())));
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Windows.requireSequence(inputs.get(0));
    long channels = inputs.get(0).get(2);
    long outputs = channels * depthMultiplier;
    Operand<T> filter =
        weights.add("kernel", Shape.of(kernelSize, channels, depthMultiplier), kernel);
    Optional<Operand<T>> offset = bias.map(spec -> weights.add("bias", Shape.of(outputs), spec));
    return LayerFunction.withoutMask(
        (tf, x, pass) -> {
          Operand<T> sum = convolved(tf, x.value(tf), filter, outputs);
          return activation.apply(
              tf, offset.isPresent() ? tf.math.add(sum, offset.orElseThrow()) : sum);
        });
  }

  private <T extends TFloating> Operand<T> convolved(
      Ops tf, Operand<T> x, Operand<T> filter, long outputs) {
    List<Operand<T>> entries =
        new Windows(kernelSize, strides, dilationRate, padding)
            .entries(tf, x, Constants.of(tf, x.type(), 0));
    List<Operand<T>> products = new ArrayList<>();
    for (int i = 0; i < kernelSize; i++) {
      Operand<T> factors = tf.gather(filter, tf.constant(i), tf.constant(0));
      products.add(tf.math.mul(tf.expandDims(entries.get(i), tf.constant(-1)), factors));
    }
    Operand<T> sum = tf.math.addN(products);
    return tf.reshape(
        sum,
        RuntimeShape.join(
            tf, RuntimeShape.sizes(tf, sum, 0, 2), RuntimeShape.constant(tf, outputs)));
  }
}
