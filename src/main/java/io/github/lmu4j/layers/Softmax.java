package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * {@code exp(x)} over its sum along some axes. Entries under a mask become 0 and do not count.
 *
 * @param axes along which the outputs sum to one, negative counted from the end
 */
public record Softmax(List<Integer> axes) implements Layer {

  /** What Keras puts in the place of masked entries. */
  private static final double MASKED = -1e9;

  /** Takes a copy of the list. */
  public Softmax {
    axes = List.copyOf(axes);
  }

  /** Along the last axis, as Keras does by default. */
  public Softmax() {
    this(List.of(-1));
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Axes along = Axes.of(axes, inputs.get(0));
    int rank = inputs.get(0).numDimensions();
    return along.layer(
        (tf, x, pass) ->
            x.mask().isPresent()
                ? masked(tf, x, x.mask().orElseThrow(), along, rank)
                : softmax(tf, x.value(tf), along));
  }

  private static <T extends TFloating> Operand<T> masked(
      Ops tf, Signal<T> input, Operand<TBool> mask, Axes along, int rank) {
    if (rank != 2) {
      throw new IllegalArgumentException(
          "a masked softmax needs an input of the mask's shape, (batch, time) (got %s)"
              .formatted(input.shape()));
    }
    Operand<T> x = input.value(tf);
    Operand<T> y = softmax(tf, tf.select(mask, x, Constants.of(tf, x.type(), MASKED)), along);
    return tf.select(mask, y, tf.zerosLike(y));
  }

  private static <T extends TFloating> Operand<T> softmax(Ops tf, Operand<T> x, Axes along) {
    Operand<TInt32> axes = along.indices(tf);
    Operand<T> greatest = tf.stopGradient(tf.reduceMax(x, axes, ReduceMax.keepDims(true)));
    Operand<T> exponential = tf.math.exp(tf.math.sub(x, greatest));
    return tf.math.div(exponential, tf.sum(exponential, axes, Sum.keepDims(true)));
  }
}
