package io.github.lmu4j.layers;

import static io.github.lmu4j.ops.RuntimeShape.constant;
import static io.github.lmu4j.ops.RuntimeShape.join;
import static io.github.lmu4j.ops.RuntimeShape.sizes;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Joins all axes but the batch: (batch, a, b, ...) becomes (batch, a * b * ...). */
public record Flatten() implements Layer {

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    return inputs.get(0).numDimensions() == 2
        ? (tf, signals, pass) -> signals
        : LayerFunction.withoutMask((tf, x, pass) -> flat(tf, x.value(tf)));
  }

  private static <T extends TFloating> Operand<T> flat(Ops tf, Operand<T> x) {
    Shape example = x.shape().tail();
    return tf.reshape(
        x,
        example.hasUnknownDimension()
            ? join(tf, sizes(tf, x, 0, 1), constant(tf, -1))
            : constant(tf, -1, example.size()));
  }
}
