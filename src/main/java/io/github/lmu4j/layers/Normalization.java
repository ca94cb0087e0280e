package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Normalizes by a mean and a variance that are known: {@code (x - mean) / sqrt(variance)}.
 *
 * <p>They are either given or weights that no optimizer changes, which Keras' {@code adapt} sets.
 *
 * @param axes axes whose entries have a mean and a variance of their own, negative counted from the
 *     end
 * @param given mean and variance, of the axes' sizes or one number for all; empty for weights
 * @param invert whether to do the opposite: {@code x sqrt(variance) + mean}
 */
public record Normalization(List<Integer> axes, Optional<Moments> given, boolean invert)
    implements Layer {

  /** Keras divides by this where the deviation is smaller. */
  private static final double EPSILON = 1e-7;

  /** Sorts the axes, as Keras does. */
  public Normalization {
    axes = axes.stream().sorted().toList();
  }

  /** Weights for the entries of the last axis, as Keras has them by default. */
  public Normalization() {
    this(List.of(-1), Optional.empty(), false);
  }

  /**
   * What is known of the data.
   *
   * @param mean mean
   * @param variance variance, of the same shape
   */
  public record Moments(Array mean, Array variance) {

    /** Checks the shapes. */
    public Moments {
      if (!mean.shape().equals(variance.shape())) {
        throw new IllegalArgumentException(
            "mean and variance must have the same shape (got %s and %s)"
                .formatted(mean.shape(), variance.shape()));
      }
    }
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Axes kept = Axes.of(axes, inputs.get(0));
    if (given.isPresent()) {
      Moments moments = given.orElseThrow();
      double[] mean = filled(moments.mean(), kept.sizes());
      double[] variance = filled(moments.variance(), kept.sizes());
      return kept.layer(
          (tf, x, pass) ->
              normalized(
                  tf,
                  x.value(tf),
                  Constants.of(tf, weights.type(), kept.broadcast(), mean),
                  Constants.of(tf, weights.type(), kept.broadcast(), variance)));
    }
    Operand<T> mean = weights.add("mean", kept.sizes(), WeightSpec.frozen(new Zeros()));
    Operand<T> variance = weights.add("variance", kept.sizes(), WeightSpec.frozen(new Ones()));
    // Files of Keras have it; neither Keras nor this layer reads it.
    weights.add("count", Shape.scalar(), WeightSpec.frozen(new Zeros()));
    return kept.layer(
        (tf, x, pass) ->
            normalized(tf, x.value(tf), kept.spread(tf, mean), kept.spread(tf, variance)));
  }

  /** The values for all kept axes. */
  private static double[] filled(Array values, Shape shape) {
    double[] all = values.toDoubles();
    if (all.length == 1) {
      double[] repeated = new double[Math.toIntExact(shape.size())];
      Arrays.fill(repeated, all[0]);
      return repeated;
    }
    if (all.length != shape.size()) {
      throw new IllegalArgumentException(
          "mean and variance must have shape %s or one entry (got shape %s)"
              .formatted(shape, values.shape()));
    }
    return all;
  }

  private <T extends TFloating> Operand<T> normalized(
      Ops tf, Operand<T> x, Operand<T> mean, Operand<T> variance) {
    Operand<T> deviation =
        tf.math.maximum(tf.math.sqrt(variance), Constants.of(tf, x.type(), EPSILON));
    return invert
        ? tf.math.add(tf.math.mul(x, deviation), mean)
        : tf.math.div(tf.math.sub(x, mean), deviation);
  }
}
