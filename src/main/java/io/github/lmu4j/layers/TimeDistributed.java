package io.github.lmu4j.layers;

import static io.github.lmu4j.ops.RuntimeShape.constant;
import static io.github.lmu4j.ops.RuntimeShape.join;
import static io.github.lmu4j.ops.RuntimeShape.sizes;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Applies a layer to every time step by itself.
 *
 * <p>Shapes: x (batch, time, ...), of which all steps go through the layer as one batch of (batch *
 * time, ...).
 *
 * @param layer a layer of one input and one output
 */
public record TimeDistributed(Layer layer) implements Layer {

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.numDimensions() < 3) {
      throw new IllegalArgumentException(
          "the input must have shape (batch, time, ...) of rank 3 or more (got %s)"
              .formatted(input));
    }
    Shape rows = input.subShape(2, input.numDimensions()).prepend(Shape.UNKNOWN_SIZE);
    LayerFunction<T> function = layer.build(weights.child("layer"), rows);
    return LayerFunction.of(
        (tf, x, pass) -> apply(tf, x.value(tf), each -> function.apply(tf, each, pass)));
  }

  /** Maps (batch, time, ...) by a map of (rows, ...). */
  static <T extends TFloating> Operand<T> apply(
      Ops tf, Operand<T> x, UnaryOperator<Operand<T>> map) {
    Operand<T> y =
        map.apply(
            tf.reshape(x, join(tf, constant(tf, -1), sizes(tf, x, 2, x.shape().numDimensions()))));
    return tf.reshape(y, join(tf, sizes(tf, x, 0, 2), sizes(tf, y, 1, y.shape().numDimensions())));
  }
}
