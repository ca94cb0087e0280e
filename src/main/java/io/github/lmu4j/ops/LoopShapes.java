package io.github.lmu4j.ops;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/** Shapes that are known at run time, as int32 operands of rank 1. */
final class LoopShapes {

  private LoopShapes() {}

  /** The size of one axis, of shape (1); a constant if it is known before the run. */
  static Operand<TInt32> size(Ops tf, Operand<?> operand, int axis) {
    long known = operand.shape().get(axis);
    if (known != Shape.UNKNOWN_SIZE) {
      return tf.constant(new int[] {Math.toIntExact(known)});
    }
    // A strided slice, not a slice: shape inference sees through the former only.
    return tf.stridedSlice(
        tf.shape(operand),
        tf.constant(new int[] {axis}),
        tf.constant(new int[] {axis + 1}),
        tf.constant(new int[] {1}));
  }

  /**
   * A shape of which some sizes may be known at run time only.
   *
   * @param leading the first sizes
   * @param axes how many sizes those are
   */
  static Operand<TInt32> of(Ops tf, Shape shape, Operand<TInt32> leading, int axes) {
    if (!shape.hasUnknownDimension()) {
      return tf.constant(ints(shape));
    }
    return tf.concat(
        List.of(leading, tf.constant(ints(shape.subShape(axes, shape.numDimensions())))),
        tf.constant(0));
  }

  /**
   * The time step that has as many steps after it as the given one has before it.
   *
   * @param time shape (1)
   * @param length shape (1)
   */
  static Operand<TInt32> mirrored(Ops tf, Operand<TInt32> time, Operand<TInt32> length) {
    return tf.math.sub(tf.math.sub(length, tf.constant(1)), time);
  }

  private static int[] ints(Shape shape) {
    return Arrays.stream(shape.asArray()).mapToInt(Math::toIntExact).toArray();
  }
}
