package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/** What layers that combine several inputs entry by entry have in common. */
final class Merge {

  private Merge() {}

  interface Combination {
    <T extends TFloating> Operand<T> of(Ops tf, List<Operand<T>> values);
  }

  static <T extends TFloating> LayerFunction<T> of(List<Shape> inputs, Combination combination) {
    requireSeveral(inputs);
    int rank = inputs.stream().mapToInt(Shape::numDimensions).max().orElseThrow();
    return LayerFunction.everyStep(
        (tf, signals, pass) -> {
          List<Operand<T>> values = new ArrayList<>();
          signals.forEach(signal -> values.add(expanded(tf, signal.value(tf), rank)));
          return List.of(Signal.of(combination.of(tf, values), mask(tf, signals)));
        });
  }

  static void requireSeveral(List<Shape> inputs) {
    if (inputs.size() < 2) {
      throw new IllegalArgumentException(
          "there must be at least two inputs (got %d)".formatted(inputs.size()));
    }
  }

  /** As Keras does, new axes come behind the batch. */
  private static <T extends TFloating> Operand<T> expanded(Ops tf, Operand<T> x, int rank) {
    Operand<T> expanded = x;
    for (int i = x.shape().numDimensions(); i < rank; i++) {
      expanded = tf.expandDims(expanded, tf.constant(1));
    }
    return expanded;
  }

  /** A step counts where it counts in any input, as in Keras 3; Keras 2 wants all of them. */
  private static <T extends TFloating> Optional<Operand<TBool>> mask(
      Ops tf, List<Signal<T>> signals) {
    Optional<Operand<TBool>> any = signals.get(0).mask();
    for (Signal<T> signal : signals.subList(1, signals.size())) {
      any = any.flatMap(a -> signal.mask().map(b -> tf.math.logicalOr(a, b)));
    }
    return any;
  }
}
