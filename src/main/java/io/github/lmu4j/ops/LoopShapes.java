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

  /** The size of one axis, of shape (1). */
  static Operand<TInt32> size(Ops tf, Operand<?> operand, int axis) {
    return tf.slice(tf.shape(operand), tf.constant(new int[] {axis}), tf.constant(new int[] {1}));
  }

  /** A shape of which the first size may be known at run time only. */
  static Operand<TInt32> of(Ops tf, Shape shape, Operand<TInt32> first) {
    if (!shape.hasUnknownDimension()) {
      return tf.constant(ints(shape));
    }
    return tf.concat(List.of(first, tf.constant(ints(shape.tail()))), tf.constant(0));
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
