package io.github.lmu4j.train.objectives;

import io.github.lmu4j.ops.CustomGradient;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * {@code -sum_i p_i log softmax(z)_i} by TensorFlow's two fused kernels, with a gradient: the one
 * for class numbers has none, that of the one for distributions fails in float64.
 */
final class SoftmaxCrossentropy {

  private SoftmaxCrossentropy() {}

  /**
   * With all of the target in one class.
   *
   * @param classes shape (batch, ...)
   * @param logits shape (batch, ..., classes)
   * @return shape (batch, ...)
   */
  static <T extends TFloating> Operand<T> sparse(
      Ops tf, Operand<TInt32> classes, Operand<T> logits) {
    if (logits.shape().numDimensions() == 2) {
      var fused = tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, classes);
      return differentiable(tf, logits, fused.loss(), fused.backprop());
    }
    Operand<T> rows = rows(tf, logits);
    var fused = tf.nn.sparseSoftmaxCrossEntropyWithLogits(rows, tf.reshape(classes, tf.array(-1)));
    Operand<T> loss = differentiable(tf, rows, fused.loss(), fused.backprop());
    return tf.reshape(loss, tf.shape(classes));
  }

  /**
   * With a distribution over classes as target.
   *
   * @param target shape (batch, ..., classes); no gradient flows to it
   * @param logits shape (batch, ..., classes)
   * @return shape (batch, ...)
   */
  static <T extends TFloating> Operand<T> dense(Ops tf, Operand<T> target, Operand<T> logits) {
    if (logits.shape().numDimensions() == 2) {
      var fused = tf.nn.softmaxCrossEntropyWithLogits(logits, target);
      return differentiable(tf, logits, fused.loss(), fused.backprop());
    }
    Operand<T> rows = rows(tf, logits);
    var fused = tf.nn.softmaxCrossEntropyWithLogits(rows, rows(tf, target));
    Operand<T> loss = differentiable(tf, rows, fused.loss(), fused.backprop());
    int[] leading = new int[logits.shape().numDimensions() - 1];
    Arrays.setAll(leading, i -> i);
    return tf.reshape(loss, tf.gather(tf.shape(logits), tf.constant(leading), tf.constant(0)));
  }

  private static <T extends TFloating> Operand<T> rows(Ops tf, Operand<T> x) {
    return tf.reshape(x, tf.constant(new long[] {-1, x.shape().get(-1)}));
  }

  /** The kernels also give the gradient of each row's loss by its logits. */
  @SuppressWarnings("unchecked")
  private static <T extends TFloating> Operand<T> differentiable(
      Ops tf, Operand<T> logits, Operand<T> loss, Operand<T> byLogits) {
    return (Operand<T>)
        CustomGradient.define(
                tf,
                List.of(logits),
                List.of(loss, byLogits),
                (ops, inputs, outputs, gradients) ->
                    List.of(
                        ops.math.mul(
                            ops.expandDims((Operand<T>) gradients.get(0), ops.constant(-1)),
                            (Operand<T>) outputs.get(1))))
            .get(0);
  }
}
