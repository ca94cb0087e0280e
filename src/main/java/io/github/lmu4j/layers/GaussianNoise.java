package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Adds normally distributed noise in training.
 *
 * @param stddev the noise's standard deviation, not negative
 */
public record GaussianNoise(double stddev) implements Layer {

  /** Checks the deviation. */
  public GaussianNoise {
    if (!(stddev >= 0)) {
      throw new IllegalArgumentException("stddev must not be negative (got %s)".formatted(stddev));
    }
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    long seed = weights.seed();
    LayerFunction<T> training =
        LayerFunction.of(
            (tf, x, pass) -> tf.math.add(x.value(tf), draw(tf, x.value(tf), pass, stddev, seed)));
    return LayerFunction.everyStep(
        (tf, signals, pass) ->
            pass.isTraining() && stddev > 0 ? training.apply(tf, signals, pass) : signals);
  }

  /** Normally distributed numbers, one for each entry of x. */
  static <T extends TFloating> Operand<T> draw(
      Ops tf, Operand<T> x, Pass pass, double deviation, long seed) {
    Operand<T> standard = pass.normal(tf, tf.shape(x, TInt64.class), seed, x.type());
    return tf.math.mul(standard, Constants.of(tf, x.type(), deviation));
  }
}
