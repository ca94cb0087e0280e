package io.github.lmu4j.layers;

import io.github.lmu4j.ops.RuntimeShape;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The inputs side by side.
 *
 * <p>Side by side along the last axis, the parts stay apart until the value is asked for: a Dense
 * behind memories folds its kernel into each of them.
 *
 * @param axis along which the inputs follow each other, negative counted from the end; not the
 *     batch
 */
public record Concatenate(int axis) implements Layer {

  /** Concatenates along the last axis, as Keras does by default. */
  public Concatenate() {
    this(-1);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Merge.requireSeveral(inputs);
    Shape first = inputs.get(0);
    int along = Axes.positive(axis, first);
    for (Shape each : inputs) {
      if (each.numDimensions() != first.numDimensions() || !fits(each, first, along)) {
        throw new IllegalArgumentException(
            "the inputs' shapes must be the same but for axis %d (got %s)".formatted(axis, inputs));
      }
    }
    boolean last = along == first.numDimensions() - 1;
    LayerFunction<T> function =
        (tf, signals, pass) -> {
          Optional<Operand<TBool>> mask = mask(tf, signals, along);
          if (last && mask.isEmpty()) {
            return List.of(signals.stream().reduce(Signal::concat).orElseThrow());
          }
          List<Operand<T>> values = new ArrayList<>();
          signals.forEach(signal -> values.add(signal.value(tf)));
          return List.of(Signal.of(tf.concat(values, tf.constant(along)), mask));
        };
    return along == Axes.TIME ? function : LayerFunction.everyStep(function);
  }

  private static boolean fits(Shape a, Shape b, int along) {
    for (int i = 1; i < a.numDimensions(); i++) {
      if (i != along && !Shape.isCompatible(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Along the last axis a step counts where it counts in any input, along time one by one. */
  private static <T extends TFloating> Optional<Operand<TBool>> mask(
      Ops tf, List<Signal<T>> signals, int along) {
    if (signals.stream().allMatch(signal -> signal.mask().isEmpty())) {
      return Optional.empty();
    }
    List<Operand<TBool>> masks = new ArrayList<>();
    for (Signal<T> signal : signals) {
      masks.add(signal.mask().orElseGet(() -> everyStep(tf, signal.value(tf))));
    }
    if (along == 1) {
      return Optional.of(tf.concat(masks, tf.constant(1)));
    }
    Operand<TBool> any = masks.get(0);
    for (Operand<TBool> mask : masks.subList(1, masks.size())) {
      any = tf.math.logicalOr(any, mask);
    }
    return Optional.of(any);
  }

  private static Operand<TBool> everyStep(Ops tf, Operand<?> x) {
    Operand<TInt32> steps = RuntimeShape.sizes(tf, x, 0, 2);
    return tf.fill(steps, tf.constant(true));
  }
}
