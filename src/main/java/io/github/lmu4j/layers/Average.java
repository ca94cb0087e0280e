package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The mean of the inputs, repeated along axes of size 1. */
public record Average() implements Layer {

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    return Merge.of(inputs, Average::combine);
  }

  private static <T extends TFloating> Operand<T> combine(Ops tf, List<Operand<T>> values) {
    Operand<T> sum = values.get(0);
    for (Operand<T> value : values.subList(1, values.size())) {
      sum = tf.math.add(sum, value);
    }
    return tf.math.div(sum, Constants.of(tf, sum.type(), values.size()));
  }
}
