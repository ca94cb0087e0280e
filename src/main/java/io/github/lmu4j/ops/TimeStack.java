package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * One value per time step, in one dense tensor whose first axis is time.
 *
 * <p>TensorFlow's own lists for loops are variants, which cannot be arguments of a function made in
 * Java.
 */
final class TimeStack {

  private TimeStack() {}

  /**
   * A stack whose values are not set.
   *
   * @param length shape (1)
   * @param shape shape of the value of one time step
   */
  static <T extends TType> Operand<T> empty(
      Ops tf, Operand<TInt32> length, Operand<TInt32> shape, Class<T> type) {
    return tf.empty(tf.concat(List.of(length, shape), tf.constant(0)), type);
  }

  /**
   * The values of one time step.
   *
   * @param index shape (1)
   */
  static <T extends TType> List<Operand<T>> read(
      Ops tf, List<Operand<T>> stacks, Operand<TInt32> index) {
    Operand<TInt32> one = tf.constant(new int[] {1});
    Operand<TInt32> end = tf.math.add(index, one);
    List<Operand<T>> values = new ArrayList<>();
    for (Operand<T> stack : stacks) {
      // A slice of whole rows shares the stack's memory.
      values.add(tf.stridedSlice(stack, index, end, one, StridedSlice.shrinkAxisMask(1L)));
    }
    return values;
  }

  /**
   * Sets the values of one time step, in the stacks' own memory: nothing else may still read what
   * was there.
   *
   * @param index shape (1)
   */
  static <T extends TType> List<Operand<T>> write(
      Ops tf, List<Operand<T>> stacks, Operand<TInt32> index, List<Operand<T>> values) {
    List<Operand<T>> written = new ArrayList<>();
    for (Operand<T> stack : stacks) {
      Operand<T> value = tf.expandDims(values.get(written.size()), tf.constant(0));
      written.add(tf.inplaceUpdate(stack, index, value));
    }
    return written;
  }
}
