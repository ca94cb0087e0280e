package io.github.lmu4j.ops;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** What {@link Activation} computes. */
final class ActivationFormulas {

  private ActivationFormulas() {}

  static <T extends TFloating> Operand<T> linear(Ops tf, Operand<T> x) {
    return x;
  }

  static <T extends TFloating> Operand<T> relu(Ops tf, Operand<T> x) {
    return tf.nn.relu(x);
  }

  static <T extends TFloating> Operand<T> relu6(Ops tf, Operand<T> x) {
    return tf.nn.relu6(x);
  }

  static <T extends TFloating> Operand<T> leakyRelu(Ops tf, Operand<T> x) {
    return tf.nn.leakyRelu(x, LeakyRelu.alpha(0.2f));
  }

  static <T extends TFloating> Operand<T> elu(Ops tf, Operand<T> x) {
    return tf.nn.elu(x);
  }

  static <T extends TFloating> Operand<T> selu(Ops tf, Operand<T> x) {
    return tf.nn.selu(x);
  }

  /** The root of one half is rounded to float32, as it is in Keras even for float64. */
  static <T extends TFloating> Operand<T> gelu(Ops tf, Operand<T> x) {
    Operand<T> erf = tf.math.erf(tf.math.mul(x, scalar(tf, x, (float) Math.sqrt(0.5))));
    return tf.math.mul(tf.math.mul(x, scalar(tf, x, 0.5)), tf.math.add(erf, scalar(tf, x, 1)));
  }

  static <T extends TFloating> Operand<T> silu(Ops tf, Operand<T> x) {
    return tf.math.mul(x, tf.math.sigmoid(x));
  }

  static <T extends TFloating> Operand<T> hardSilu(Ops tf, Operand<T> x) {
    return tf.math.mul(x, hardSigmoid(tf, x));
  }

  static <T extends TFloating> Operand<T> mish(Ops tf, Operand<T> x) {
    return tf.math.mul(x, tf.math.tanh(tf.math.softplus(x)));
  }

  static <T extends TFloating> Operand<T> softplus(Ops tf, Operand<T> x) {
    return tf.math.softplus(x);
  }

  static <T extends TFloating> Operand<T> squareplus(Ops tf, Operand<T> x) {
    Operand<T> root = tf.math.sqrt(tf.math.add(tf.math.square(x), scalar(tf, x, 4)));
    return tf.math.mul(tf.math.add(x, root), scalar(tf, x, 0.5));
  }

  static <T extends TFloating> Operand<T> sparsePlus(Ops tf, Operand<T> x) {
    Operand<T> square = tf.math.square(tf.nn.relu(affine(tf, x, 0.5, 0.5)));
    return tf.select(tf.math.less(x, scalar(tf, x, 1)), square, x);
  }

  static <T extends TFloating> Operand<T> exponential(Ops tf, Operand<T> x) {
    return tf.math.exp(x);
  }

  static <T extends TFloating> Operand<T> tanh(Ops tf, Operand<T> x) {
    return tf.math.tanh(x);
  }

  static <T extends TFloating> Operand<T> hardTanh(Ops tf, Operand<T> x) {
    return clip(tf, x, -1, 1);
  }

  static <T extends TFloating> Operand<T> softsign(Ops tf, Operand<T> x) {
    return tf.nn.softsign(x);
  }

  static <T extends TFloating> Operand<T> sigmoid(Ops tf, Operand<T> x) {
    return tf.math.sigmoid(x);
  }

  static <T extends TFloating> Operand<T> logSigmoid(Ops tf, Operand<T> x) {
    return tf.math.neg(tf.math.softplus(tf.math.neg(x)));
  }

  static <T extends TFloating> Operand<T> hardSigmoid(Ops tf, Operand<T> x) {
    return tf.math.div(tf.nn.relu6(tf.math.add(x, scalar(tf, x, 3))), scalar(tf, x, 6));
  }

  static <T extends TFloating> Operand<T> hardSigmoidKeras2(Ops tf, Operand<T> x) {
    return clip(tf, affine(tf, x, 0.2, 0.5), 0, 1);
  }

  static <T extends TFloating> Operand<T> sparseSigmoid(Ops tf, Operand<T> x) {
    return clip(tf, affine(tf, x, 0.5, 0.5), 0, 1);
  }

  static <T extends TFloating> Operand<T> tanhShrink(Ops tf, Operand<T> x) {
    return tf.math.sub(x, tf.math.tanh(x));
  }

  static <T extends TFloating> Operand<T> hardShrink(Ops tf, Operand<T> x) {
    return tf.select(tf.math.greater(tf.math.abs(x), scalar(tf, x, 0.5)), x, tf.zerosLike(x));
  }

  static <T extends TFloating> Operand<T> softShrink(Ops tf, Operand<T> x) {
    return tf.math.sub(x, clip(tf, x, -0.5, 0.5));
  }

  static <T extends TFloating> Operand<T> softmax(Ops tf, Operand<T> x) {
    return tf.nn.softmax(x);
  }

  /** Not TensorFlow's operation: its C++ gradient sums over axis 1, whatever the rank. */
  static <T extends TFloating> Operand<T> logSoftmax(Ops tf, Operand<T> x) {
    Operand<TInt32> last = tf.constant(-1);
    Operand<T> greatest = tf.stopGradient(tf.reduceMax(x, last, ReduceMax.keepDims(true)));
    Operand<T> moved = tf.math.sub(x, greatest);
    return tf.math.sub(moved, tf.math.log(tf.sum(tf.math.exp(moved), last, Sum.keepDims(true))));
  }

  /**
   * Once it is known which entries stay above zero, the result is linear: all of them are moved by
   * the same amount. So the search for them needs no gradient.
   */
  static <T extends TFloating> Operand<T> sparsemax(Ops tf, Operand<T> x) {
    Operand<T> fixed = tf.stopGradient(x);
    Operand<T> sorted = sorted(tf, fixed);
    Operand<T> support = indicator(tf, fixed, threshold(tf, sorted, support(tf, sorted)));
    return tf.math.mul(support, tf.math.sub(x, threshold(tf, x, support)));
  }

  static <T extends TFloating> Operand<T> sparsemaxKeras3(Ops tf, Operand<T> x) {
    Operand<TInt32> last = tf.constant(-1);
    Operand<T> fixed = tf.stopGradient(x);
    Operand<T> count = tf.sum(support(tf, sorted(tf, fixed)), last, Sum.keepDims(true));
    // The entry of rank r, counted from 0, is part of all but r of the cumulative sums.
    Operand<T> rank =
        tf.sum(
            indicator(tf, tf.expandDims(fixed, tf.constant(-2)), tf.expandDims(fixed, last)), last);
    Operand<T> times = tf.nn.relu(tf.math.sub(count, rank));
    Operand<T> sum = tf.sum(tf.math.mul(times, x), last, Sum.keepDims(true));
    return tf.nn.relu(tf.math.sub(x, tf.math.div(tf.math.sub(sum, scalar(tf, x, 1)), count)));
  }

  private static <T extends TFloating> Operand<T> sorted(Ops tf, Operand<T> x) {
    Operand<TInt32> size = tf.constant(Math.toIntExact(x.shape().get(-1)));
    return tf.nn.topK(x, size, TInt32.class).values();
  }

  /** 1 for the greatest entries, which stay, and 0 for the rest; entries come in falling order. */
  private static <T extends TFloating> Operand<T> support(Ops tf, Operand<T> sorted) {
    Operand<T> ones = tf.onesLike(sorted);
    Operand<TInt32> last = tf.constant(-1);
    Operand<T> excess = tf.math.sub(tf.math.cumsum(sorted, last), ones);
    return indicator(tf, tf.math.mul(sorted, tf.math.cumsum(ones, last)), excess);
  }

  private static <T extends TFloating> Operand<T> indicator(Ops tf, Operand<T> x, Operand<T> y) {
    return tf.dtypes.cast(tf.math.greater(x, y), x.type());
  }

  /** What the supported entries are moved by, so that they sum to one. */
  private static <T extends TFloating> Operand<T> threshold(
      Ops tf, Operand<T> x, Operand<T> support) {
    Operand<TInt32> last = tf.constant(-1);
    Operand<T> sum = tf.sum(tf.math.mul(x, support), last, Sum.keepDims(true));
    Operand<T> count = tf.sum(support, last, Sum.keepDims(true));
    return tf.math.div(tf.math.sub(sum, scalar(tf, x, 1)), count);
  }

  static <T extends TFloating> Operand<T> glu(Ops tf, Operand<T> x) {
    List<Output<T>> halves = tf.split(tf.constant(-1), x, 2L).output();
    return tf.math.mul(halves.get(0), tf.math.sigmoid(halves.get(1)));
  }

  private static <T extends TFloating> Operand<T> affine(
      Ops tf, Operand<T> x, double slope, double offset) {
    return tf.math.add(tf.math.mul(x, scalar(tf, x, slope)), scalar(tf, x, offset));
  }

  private static <T extends TFloating> Operand<T> clip(
      Ops tf, Operand<T> x, double least, double greatest) {
    return tf.math.minimum(tf.math.maximum(x, scalar(tf, x, least)), scalar(tf, x, greatest));
  }

  private static <T extends TFloating> Operand<T> scalar(Ops tf, Operand<T> x, double value) {
    return Constants.of(tf, x.type(), value);
  }
}
