package io.github.lmu4j.layers;

import static io.github.lmu4j.ops.RuntimeShape.constant;
import static io.github.lmu4j.ops.RuntimeShape.join;
import static io.github.lmu4j.ops.RuntimeShape.sizes;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.family.TFloating;

/**
 * Products of two inputs, example by example, summed along one axis of each.
 *
 * <p>Shapes: (batch, n) or (batch, a, n) with the axes in any order; the output is (batch, rest of
 * the first, rest of the second), or (batch, 1) if nothing is left.
 *
 * @param firstAxis the first input's axis, negative counted from the end; not the batch
 * @param secondAxis the second input's axis, of the same size
 * @param normalize whether both inputs are first divided by their lengths along the axes, which
 *     gives cosines
 */
public record Dot(int firstAxis, int secondAxis, boolean normalize) implements Layer {

  /** Keras divides by this where a length is smaller. */
  private static final double EPSILON = 1e-7;

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException(
          "there must be two inputs (got %d)".formatted(inputs.size()));
    }
    int first = axis(firstAxis, inputs.get(0));
    int second = axis(secondAxis, inputs.get(1));
    if (!Shape.isCompatible(inputs.get(0).get(first), inputs.get(1).get(second))) {
      throw new IllegalArgumentException(
          "both axes must have one size (got axis %d of %s and axis %d of %s)"
              .formatted(first, inputs.get(0), second, inputs.get(1)));
    }
    return (tf, signals, pass) -> {
      Operand<T> left = last(tf, signals.get(0).value(tf), first);
      Operand<T> right = last(tf, signals.get(1).value(tf), second);
      return List.of(Signal.of(product(tf, left, right)));
    };
  }

  private static int axis(int axis, Shape shape) {
    int positive = Axes.positive(axis, shape);
    if (shape.numDimensions() > 3 || positive == 0) {
      throw new IllegalArgumentException(
          "an axis behind the batch of an input of rank 2 or 3 is needed (got axis %d of %s)"
              .formatted(axis, shape));
    }
    return positive;
  }

  /** With the axis at the end. */
  private <T extends TFloating> Operand<T> last(Ops tf, Operand<T> x, int axis) {
    boolean swap = x.shape().numDimensions() == 3 && axis == 1;
    Operand<T> y = swap ? tf.linalg.transpose(x, tf.constant(new int[] {0, 2, 1})) : x;
    if (!normalize) {
      return y;
    }
    Operand<T> squares = tf.sum(tf.math.square(y), tf.constant(-1), Sum.keepDims(true));
    Operand<T> least = Constants.of(tf, x.type(), EPSILON * EPSILON);
    return tf.math.div(y, tf.math.sqrt(tf.math.maximum(squares, least)));
  }

  private static <T extends TFloating> Operand<T> product(Ops tf, Operand<T> x, Operand<T> y) {
    int left = x.shape().numDimensions();
    int right = y.shape().numDimensions();
    Operand<T> product =
        tf.train.batchMatMul(
            left == 2 ? tf.expandDims(x, tf.constant(1)) : x,
            right == 2 ? tf.expandDims(y, tf.constant(1)) : y,
            x.type(),
            BatchMatMul.adjY(true));
    if (left == 3 && right == 3) {
      return product;
    }
    // What an input of rank 2 leaves is an axis of size 1, of which one is kept at most.
    return tf.reshape(
        product,
        join(
            tf,
            sizes(tf, product, 0, 1),
            left == 3
                ? sizes(tf, product, 1, 2)
                : right == 3 ? sizes(tf, product, 2, 3) : constant(tf, 1)));
  }
}
