package io.github.lmu4j.layers;

import io.github.lmu4j.ops.DropoutMask;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.RuntimeShape;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Sets a random part of the input to zero in training, and scales up the rest, so that the mean
 * stays.
 *
 * @param rate part that is dropped, in [0, 1)
 * @param noiseShape shape of the mask, which is repeated along axes of size 1; -1 stands for the
 *     input's own size; empty for the input's shape
 */
public record Dropout(double rate, Optional<Shape> noiseShape) implements Layer {

  /** Checks the rate. */
  public Dropout {
    DropoutMask.requireRate("rate", rate);
  }

  /**
   * Drops every entry by itself.
   *
   * @param rate part that is dropped, in [0, 1)
   */
  public Dropout(double rate) {
    this(rate, Optional.empty());
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    int rank = inputs.get(0).numDimensions();
    if (noiseShape.isPresent() && noiseShape.orElseThrow().numDimensions() != rank) {
      throw new IllegalArgumentException(
          "noise_shape must have the rank of the input, %d (got %s)"
              .formatted(rank, noiseShape.orElseThrow()));
    }
    long seed = weights.seed();
    LayerFunction<T> training =
        LayerFunction.of((tf, x, pass) -> dropped(tf, x.value(tf), pass, seed));
    return LayerFunction.everyStep(
        (tf, signals, pass) ->
            pass.isTraining() && rate > 0 ? training.apply(tf, signals, pass) : signals);
  }

  private <T extends TFloating> Operand<T> dropped(Ops tf, Operand<T> x, Pass pass, long seed) {
    Operand<TInt64> shape = tf.dtypes.cast(maskShape(tf, x), TInt64.class);
    return tf.math.mul(x, DropoutMask.draw(tf, pass, shape, rate, seed, x.type()));
  }

  private Operand<TInt32> maskShape(Ops tf, Operand<?> x) {
    if (noiseShape.isEmpty()) {
      return tf.shape(x);
    }
    List<Operand<TInt32>> sizes = new ArrayList<>();
    long[] given = noiseShape.orElseThrow().asArray();
    for (int i = 0; i < given.length; i++) {
      sizes.add(
          given[i] == Shape.UNKNOWN_SIZE
              ? RuntimeShape.sizes(tf, x, i, i + 1)
              : RuntimeShape.constant(tf, given[i]));
    }
    return tf.concat(sizes, tf.constant(0));
  }
}
