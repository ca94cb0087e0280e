package io.github.lmu4j.layers;

import static io.github.lmu4j.ops.RuntimeShape.constant;
import static io.github.lmu4j.ops.RuntimeShape.join;
import static io.github.lmu4j.ops.RuntimeShape.sizes;

import io.github.lmu4j.weights.WeightScope;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Gives each example another shape: (batch, ...) becomes (batch, target...).
 *
 * @param target shape of one example; -1, at most once, for the size that follows from the others
 */
public record Reshape(Shape target) implements Layer {

  /** Checks the shape. */
  public Reshape {
    if (Arrays.stream(target.asArray()).filter(size -> size == Shape.UNKNOWN_SIZE).count() > 1) {
      throw new IllegalArgumentException(
          "at most one size of the target may be -1 (got %s)".formatted(target));
    }
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Shape example = inputs.get(0).tail();
    Shape resolved = example.hasUnknownDimension() ? target : resolved(example);
    return LayerFunction.withoutMask((tf, x, pass) -> reshaped(tf, x.value(tf), resolved));
  }

  private static <T extends TFloating> Operand<T> reshaped(Ops tf, Operand<T> x, Shape shape) {
    return tf.reshape(
        x,
        shape.hasUnknownDimension()
            ? join(tf, sizes(tf, x, 0, 1), constant(tf, shape.asArray()))
            : constant(tf, shape.prepend(Shape.UNKNOWN_SIZE).asArray()));
  }

  /** The target without an open size. */
  private Shape resolved(Shape example) {
    long[] sizes = target.asArray();
    long known =
        Arrays.stream(sizes).filter(size -> size != Shape.UNKNOWN_SIZE).reduce(1, (a, b) -> a * b);
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == Shape.UNKNOWN_SIZE) {
        sizes[i] = known == 0 ? 0 : example.size() / known;
      }
    }
    Shape shape = Shape.of(sizes);
    if (shape.size() != example.size()) {
      throw new IllegalArgumentException(
          "the target must have as many entries as an example of shape %s (got %s)"
              .formatted(example, target));
    }
    return shape;
  }
}
