package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.DropoutMask;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Multiplies by normally distributed numbers of mean 1 in training, of the variance that dropout of
 * the same rate has: {@code rate / (1 - rate)}.
 *
 * @param rate in [0, 1)
 */
public record GaussianDropout(double rate) implements Layer {

  /** Checks the rate. */
  public GaussianDropout {
    DropoutMask.requireRate("rate", rate);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    long seed = weights.seed();
    LayerFunction<T> training =
        LayerFunction.of((tf, x, pass) -> noisy(tf, x.value(tf), pass, seed));
    return LayerFunction.everyStep(
        (tf, signals, pass) ->
            pass.isTraining() && rate > 0 ? training.apply(tf, signals, pass) : signals);
  }

  private <T extends TFloating> Operand<T> noisy(Ops tf, Operand<T> x, Pass pass, long seed) {
    Operand<T> noise = GaussianNoise.draw(tf, x, pass, Math.sqrt(rate / (1 - rate)), seed);
    return tf.math.mul(x, tf.math.add(noise, Constants.of(tf, x.type(), 1)));
  }
}
