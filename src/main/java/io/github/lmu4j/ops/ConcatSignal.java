package io.github.lmu4j.ops;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** Two signals side by side along the last axis. */
record ConcatSignal<T extends TFloating>(Signal<T> first, Signal<T> second) implements Signal<T> {

  @Override
  public Operand<T> value(Ops tf) {
    return tf.concat(List.of(first.value(tf), second.value(tf)), tf.constant(-1));
  }

  @Override
  public Operand<T> times(Ops tf, Operand<T> matrix) {
    int split = first.size();
    Operand<T> upper =
        tf.slice(matrix, tf.constant(new int[] {0, 0}), tf.constant(new int[] {split, -1}));
    Operand<T> lower =
        tf.slice(matrix, tf.constant(new int[] {split, 0}), tf.constant(new int[] {-1, -1}));
    return tf.math.add(first.times(tf, upper), second.times(tf, lower));
  }

  @Override
  public Shape shape() {
    long[] sizes = first.shape().asArray();
    sizes[sizes.length - 1] = (long) first.size() + second.size();
    return Shape.of(sizes);
  }

  @Override
  public Operand<TInt64> batch(Ops tf) {
    return first.batch(tf);
  }

  @Override
  public Optional<Operand<TBool>> mask() {
    return first.mask();
  }
}
