package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.RuntimeShape;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.Weight;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Normalizes the entries of one axis over all others: {@code y = gamma (x - mean) / sqrt(variance +
 * epsilon) + beta}.
 *
 * <p>In training mean and variance are the batch's, without masked steps, and move the averages,
 * {@code average = momentum average + (1 - momentum) batch}; in inference, and in a frozen layer,
 * they are the averages.
 *
 * @param axis the axis that keeps its own mean and variance, negative counted from the end
 * @param momentum of the averages
 * @param epsilon added to the variance
 * @param gamma the scale, if any
 * @param beta the offset, if any
 * @param movingMean how the average of the mean begins
 * @param movingVariance how the average of the variance begins
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe, Szegedy 2015</a>
 */
public record BatchNormalization(
    int axis,
    double momentum,
    double epsilon,
    Optional<WeightSpec> gamma,
    Optional<WeightSpec> beta,
    Initializer movingMean,
    Initializer movingVariance)
    implements Layer {

  /** Keras adds this to the number of steps that count. */
  private static final double EPSILON = 1e-7;

  /** Normalizes the last axis, as Keras does by default. */
  public BatchNormalization() {
    this(
        -1,
        0.99,
        1e-3,
        Optional.of(WeightSpec.of(new Ones())),
        Optional.of(WeightSpec.of(new Zeros())),
        new Zeros(),
        new Ones());
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Axes kept = Axes.of(List.of(axis), inputs.get(0));
    Shape shape = kept.sizes();
    LayerFunction<T> function =
        new Function<>(
            this,
            kept,
            weights.isFrozen(),
            gamma.map(spec -> weights.add("gamma", shape, spec)),
            beta.map(spec -> weights.add("beta", shape, spec)),
            weights.addWeight("moving_mean", shape, WeightSpec.frozen(movingMean)),
            weights.addWeight("moving_variance", shape, WeightSpec.frozen(movingVariance)));
    return kept.includeTime() ? function : LayerFunction.everyStep(function);
  }

  private record Function<T extends TFloating>(
      BatchNormalization layer,
      Axes kept,
      boolean frozen,
      Optional<Operand<T>> gamma,
      Optional<Operand<T>> beta,
      Weight<T> movingMean,
      Weight<T> movingVariance)
      implements LayerFunction<T> {

    @Override
    public List<Signal<T>> apply(Ops tf, List<Signal<T>> inputs, Pass pass) {
      Signal<T> input = inputs.get(0);
      Operand<T> x = input.value(tf);
      Operand<T> mean = kept.spread(tf, movingMean.value());
      Operand<T> variance = kept.spread(tf, movingVariance.value());
      if (pass.isTraining() && !frozen) {
        mean = mean(tf, x, input.mask());
        variance = mean(tf, tf.math.square(tf.math.sub(x, mean)), input.mask());
        move(tf, pass, movingMean, mean);
        move(tf, pass, movingVariance, variance);
      }
      Operand<T> factor =
          tf.math.rsqrt(tf.math.add(variance, Constants.of(tf, x.type(), layer.epsilon)));
      if (gamma.isPresent()) {
        factor = tf.math.mul(factor, kept.spread(tf, gamma.orElseThrow()));
      }
      Operand<T> y = tf.math.mul(tf.math.sub(x, mean), factor);
      if (beta.isPresent()) {
        y = tf.math.add(y, kept.spread(tf, beta.orElseThrow()));
      }
      return List.of(Signal.of(y, input.mask()));
    }

    private Operand<T> mean(Ops tf, Operand<T> x, Optional<Operand<TBool>> mask) {
      Operand<TInt32> along = kept.others(tf);
      if (mask.isEmpty()) {
        return tf.math.mean(x, along, Mean.keepDims(true));
      }
      Operand<TBool> counts = tf.expandDims(mask.orElseThrow(), tf.constant(-1));
      Operand<T> zeros = tf.zerosLike(x);
      Operand<T> sum = tf.sum(tf.select(counts, x, zeros), along, Sum.keepDims(true));
      Operand<T> one = Constants.of(tf, x.type(), 1);
      Operand<T> number = tf.sum(tf.select(counts, one, zeros), along, Sum.keepDims(true));
      return tf.math.div(sum, tf.math.add(number, Constants.of(tf, x.type(), EPSILON)));
    }

    private void move(Ops tf, Pass pass, Weight<T> average, Operand<T> batch) {
      Class<T> type = batch.type();
      Operand<T> flat = tf.reshape(batch, RuntimeShape.constant(tf, average.shape().asArray()));
      Operand<T> moved =
          tf.math.add(
              tf.math.mul(average.value(), Constants.of(tf, type, layer.momentum)),
              tf.math.mul(flat, Constants.of(tf, type, 1 - layer.momentum)));
      pass.addUpdate(tf.assign(average.variable(), moved));
    }
  }
}
