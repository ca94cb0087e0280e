package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A layer that looks at windows of (batch, time, channels). On a stream it keeps the steps that the
 * next window will see again, if windows end with the step that they belong to.
 */
record CausalWindows<T extends TFloating>(Windows windows, int channels, Look<T> look)
    implements LayerFunction<T> {

  /** What is done with the windows of a sequence. */
  interface Look<T extends TFloating> {
    Operand<T> at(Ops tf, Operand<T> x, Windows windows);
  }

  @Override
  public List<Signal<T>> apply(Ops tf, List<Signal<T>> inputs, Pass pass) {
    return List.of(Signal.of(look.at(tf, inputs.get(0).value(tf), windows)));
  }

  @Override
  public List<StreamValue<T>> step(Ops tf, List<StreamValue<T>> inputs, StreamStates<T> states) {
    if (!windows.areCausal()) {
      throw new IllegalArgumentException(
          "on a stream padding must be causal and strides 1 (got %s and %d)"
              .formatted(windows.padding(), windows.strides()));
    }
    Operand<T> x = inputs.get(0).signal().value(tf);
    int span = windows.span();
    if (span > 0) {
      Operand<T> before = states.before("window", Shape.of(span, channels));
      x = tf.concat(List.of(before, x), tf.constant(Axes.TIME));
      states.after(
          "window",
          tf.slice(x, tf.constant(new int[] {0, 1, 0}), tf.constant(new int[] {-1, span, -1})));
    }
    return List.of(StreamValue.ofSequence(Signal.of(look.at(tf, x, windows.unpadded()))));
  }
}
