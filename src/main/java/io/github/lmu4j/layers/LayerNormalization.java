package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Normalizes each example by itself: {@code y = gamma (x - mean) / sqrt(variance + epsilon) +
 * beta}, mean and variance being those along some axes.
 *
 * <p>With {@code rmsScaling}, as Keras 3 has it, {@code y = gamma x / sqrt(variance + epsilon)}:
 * the variance is still that around the mean, not the mean square.
 *
 * @param axes what is normalized together, negative counted from the end; gamma and beta have their
 *     sizes
 * @param epsilon added to the variance
 * @param gamma the scale, if any
 * @param beta the offset, if any; not used with rmsScaling
 * @param rmsScaling whether the mean stays
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros, Hinton 2016</a>
 */
public record LayerNormalization(
    List<Integer> axes,
    double epsilon,
    Optional<WeightSpec> gamma,
    Optional<WeightSpec> beta,
    boolean rmsScaling)
    implements Layer {

  /** Sorts the axes, as Keras does. */
  public LayerNormalization {
    axes = axes.stream().sorted().toList();
  }

  /** Normalizes the last axis, as Keras does by default. */
  public LayerNormalization() {
    this(
        List.of(-1),
        1e-3,
        Optional.of(WeightSpec.of(new Ones())),
        Optional.of(WeightSpec.of(new Zeros())),
        false);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Axes along = Axes.of(axes, inputs.get(0));
    Optional<Operand<T>> scale = gamma.map(spec -> weights.add("gamma", along.sizes(), spec));
    Optional<Operand<T>> offset =
        beta.filter(spec -> !rmsScaling).map(spec -> weights.add("beta", along.sizes(), spec));
    return along.layer(
        (tf, x, pass) -> {
          Operand<T> y = normalized(tf, x.value(tf), along.indices(tf));
          if (scale.isPresent()) {
            y = tf.math.mul(y, along.spread(tf, scale.orElseThrow()));
          }
          return offset.isPresent() ? tf.math.add(y, along.spread(tf, offset.orElseThrow())) : y;
        });
  }

  private <T extends TFloating> Operand<T> normalized(Ops tf, Operand<T> x, Operand<TInt32> along) {
    Operand<T> centred = tf.math.sub(x, tf.math.mean(x, along, Mean.keepDims(true)));
    Operand<T> variance = tf.math.mean(tf.math.square(centred), along, Mean.keepDims(true));
    Operand<T> inverse = tf.math.rsqrt(tf.math.add(variance, Constants.of(tf, x.type(), epsilon)));
    return tf.math.mul(rmsScaling ? x : centred, inverse);
  }
}
