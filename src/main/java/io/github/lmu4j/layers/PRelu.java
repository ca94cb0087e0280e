package io.github.lmu4j.layers;

import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@code keras.layers.PReLU}: x, or {@code alpha x} below zero, alpha being learned for each entry
 * of an example.
 *
 * @param alpha how the slopes begin and what holds them
 * @param sharedAxes axes along which all entries have one slope; the batch is axis 0
 * @see <a href="https://arxiv.org/abs/1502.01852">He, Zhang, Ren, Sun 2015</a>
 */
public record PRelu(WeightSpec alpha, List<Integer> sharedAxes) implements Layer {

  /** Takes a copy of the list. */
  public PRelu {
    sharedAxes = List.copyOf(sharedAxes);
  }

  /** Slopes that begin with zero, one for each entry, as Keras has them by default. */
  public PRelu() {
    this(WeightSpec.of(new Zeros()), List.of());
  }

  @Override
  public String kerasName() {
    return "PReLU";
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    long[] sizes = inputs.get(0).tail().asArray();
    for (int axis : sharedAxes) {
      if (axis < 1 || axis > sizes.length) {
        throw new IllegalArgumentException(
            "shared_axes must be from 1 to %d (got %s)".formatted(sizes.length, sharedAxes));
      }
      sizes[axis - 1] = 1;
    }
    Operand<T> slopes = weights.add("alpha", Shape.of(sizes), alpha);
    LayerFunction.SignalMap<T> map = (tf, x, pass) -> apply(tf, x.value(tf), slopes);
    boolean differsByStep = sizes.length > 1 && sizes[0] != 1;
    return differsByStep ? LayerFunction.allSteps(map) : LayerFunction.of(map);
  }

  private static <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x, Operand<T> slopes) {
    Operand<T> below = tf.nn.relu(tf.math.neg(x));
    return tf.math.sub(tf.nn.relu(x), tf.math.mul(slopes, below));
  }
}
