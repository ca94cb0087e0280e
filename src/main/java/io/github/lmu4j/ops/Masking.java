package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Choices by the mask of one time step.
 *
 * <p>Values are selected rather than multiplied by zero, so that a NaN computed at a masked step
 * stays there.
 */
final class Masking {

  private Masking() {}

  /** Some values where the mask holds, others where it does not. */
  static <T extends TFloating> List<Operand<T>> select(
      Ops tf, Operand<TBool> mask, List<Operand<T>> where, List<Operand<T>> elsewhere) {
    List<Operand<T>> selected = new ArrayList<>();
    for (int i = 0; i < where.size(); i++) {
      Operand<T> value = where.get(i);
      selected.add(tf.select(along(tf, mask, value), value, elsewhere.get(i)));
    }
    return selected;
  }

  /** Some values where the mask holds, zeros where it does not. */
  static <T extends TFloating> List<Operand<T>> keep(
      Ops tf, Operand<TBool> mask, List<Operand<T>> values) {
    return select(tf, mask, values, zeros(tf, values));
  }

  /** Some values where the mask does not hold, zeros where it does. */
  static <T extends TFloating> List<Operand<T>> drop(
      Ops tf, Operand<TBool> mask, List<Operand<T>> values) {
    return select(tf, mask, zeros(tf, values), values);
  }

  static <T extends TFloating> List<Operand<T>> zeros(Ops tf, List<Operand<T>> values) {
    List<Operand<T>> zeros = new ArrayList<>();
    values.forEach(value -> zeros.add(tf.zerosLike(value)));
    return zeros;
  }

  /** Reshapes the mask, of shape (batch), so that it selects whole rows of a value. */
  private static Operand<TBool> along(Ops tf, Operand<TBool> mask, Operand<?> value) {
    int[] shape = new int[value.shape().numDimensions()];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return tf.reshape(mask, tf.constant(shape));
  }
}
