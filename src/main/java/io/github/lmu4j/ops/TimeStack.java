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
enum TimeStack {
  /** Written in place, by an operation that XLA does not know. */
  IN_PLACE {
    @Override
    <T extends TType> Operand<T> empty(Ops tf, Operand<TInt32> shape, Class<T> type) {
      return tf.empty(shape, type);
    }

    @Override
    <T extends TType> Operand<T> write(
        Ops tf, Operand<T> stack, Operand<TInt32> index, Operand<T> value) {
      return tf.inplaceUpdate(stack, index, value);
    }
  },

  /** Written by an operation that only XLA knows, which makes it an update in place. */
  COMPILED {
    @Override
    <T extends TType> Operand<T> empty(Ops tf, Operand<TInt32> shape, Class<T> type) {
      return tf.fill(shape, tf.dtypes.cast(tf.constant(0), type));
    }

    @Override
    <T extends TType> Operand<T> write(
        Ops tf, Operand<T> stack, Operand<TInt32> index, Operand<T> value) {
      Operand<TInt32> others = tf.constant(new int[stack.shape().numDimensions() - 1]);
      return tf.scope()
          .opBuilder("XlaDynamicUpdateSlice", "write")
          .addInput(stack.asOutput())
          .addInput(value.asOutput())
          .addInput(tf.concat(List.of(index, others), tf.constant(0)).asOutput())
          .build()
          .output(0);
    }
  };

  abstract <T extends TType> Operand<T> empty(Ops tf, Operand<TInt32> shape, Class<T> type);

  abstract <T extends TType> Operand<T> write(
      Ops tf, Operand<T> stack, Operand<TInt32> index, Operand<T> value);

  /**
   * A stack whose values are not set.
   *
   * @param length shape (1)
   * @param shape shape of the value of one time step
   */
  <T extends TType> Operand<T> empty(
      Ops tf, Operand<TInt32> length, Operand<TInt32> shape, Class<T> type) {
    return empty(tf, tf.concat(List.of(length, shape), tf.constant(0)), type);
  }

  /**
   * Sets the values of one time step, in the stacks' own memory: nothing else may still read what
   * was there.
   *
   * @param index shape (1)
   */
  <T extends TType> List<Operand<T>> write(
      Ops tf, List<Operand<T>> stacks, Operand<TInt32> index, List<Operand<T>> values) {
    List<Operand<T>> written = new ArrayList<>();
    for (Operand<T> stack : stacks) {
      Operand<T> value = tf.expandDims(values.get(written.size()), tf.constant(0));
      written.add(write(tf, stack, index, value));
    }
    return written;
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
}
