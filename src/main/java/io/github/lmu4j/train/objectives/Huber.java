package io.github.lmu4j.train.objectives;

import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The mean over the last axis of e^2 / 2 where the error e is at most delta, and of {@code delta
 * |e| - delta^2 / 2} beyond.
 *
 * @param delta where the square ends, positive; Keras' default is 1
 */
public record Huber(double delta) implements Loss {

  /** Checks delta. */
  public Huber {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("delta must be positive (got %s)".formatted(delta));
    }
  }

  @Override
  public String kerasName() {
    return "huber";
  }

  @Override
  public Map<String, Object> kerasArguments() {
    return delta == 1 ? Map.of() : Map.of("delta", delta);
  }

  @Override
  public <T extends TFloating> Operand<T> values(
      Ops tf, Operand<? extends TNumber> target, Operand<T> prediction) {
    Operand<T> size =
        tf.math.abs(tf.math.sub(prediction, tf.dtypes.cast(target, prediction.type())));
    // With s = min(|e|, delta), both parts are s (|e| - s / 2).
    Operand<T> inside = tf.math.minimum(size, tf.constantOfSameType(size, delta));
    Operand<T> half = tf.math.mul(inside, tf.constantOfSameType(size, 0.5));
    return tf.math.mean(tf.math.mul(inside, tf.math.sub(size, half)), tf.constant(-1));
  }
}
