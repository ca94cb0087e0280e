package io.github.lmu4j.ops;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * Computes real Fourier transforms along the last axis, with gradients.
 *
 * <p>TensorFlow Java has no complex types: spectra are operands of {@code TType}, complex64 for
 * float32 and complex128 for float64. Gradients by a spectrum follow TensorFlow's convention:
 * dL/dRe + i dL/dIm.
 */
public final class Fourier {

  private Fourier() {}

  /**
   * Transforms real values: {@code X_k = sum over t of x_t exp(-2 pi i k t / n)}, k from 0 to n /
   * 2.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of a graph
   * @param x shape (..., time) of known rank; cut off, or continued by zeros, to n steps
   * @param n length of the transform, a scalar, at least 1
   * @return the spectrum, complex, shape (..., n / 2 + 1)
   */
  public static <T extends TFloating> Operand<TType> rfft(Ops tf, Operand<T> x, Operand<TInt32> n) {
    Class<T> type = x.type();
    Operand<T> fitted = fit(tf, x, n);
    return cast(
        CustomGradient.define(
                tf,
                List.of(fitted),
                List.of(rawRfft(tf, type, fitted, n)),
                (ops, inputs, outputs, gradients) -> {
                  Operand<TInt32> length = lastSize(ops, inputs.get(0));
                  Operand<TType> weighted =
                      ops.math.div(cast(gradients.get(0)), multiplicity(ops, type, length));
                  return List.of(
                      ops.math.mul(
                          rawIrfft(ops, type, weighted, length), ops.dtypes.cast(length, type)));
                })
            .get(0));
  }

  /**
   * Transforms back: {@code x_t = 1 / n sum over k from 0 to n - 1 of X_k exp(2 pi i k t / n)},
   * where X_k for k above n / 2 is the complex conjugate of X_(n-k). The imaginary parts of X_0
   * and, for an even n, X_(n/2) count as zero.
   *
   * @param <T> dtype of the result, float32 or float64
   * @param tf operations of a graph
   * @param spectrum complex, of the result's precision, shape (..., n / 2 + 1)
   * @param n length of the transform, a scalar, at least 1
   * @param type dtype of the result
   * @return shape (..., n)
   */
  public static <T extends TFloating> Operand<T> irfft(
      Ops tf, Operand<TType> spectrum, Operand<TInt32> n, Class<T> type) {
    return cast(
        CustomGradient.define(
                tf,
                List.of(spectrum),
                List.of(rawIrfft(tf, type, spectrum, n)),
                (ops, inputs, outputs, gradients) -> {
                  Operand<TInt32> length = lastSize(ops, gradients.get(0));
                  Operand<T> scaled =
                      ops.math.div(
                          Fourier.<T>cast(gradients.get(0)), ops.dtypes.cast(length, type));
                  return List.of(
                      ops.math.mul(
                          rawRfft(ops, type, scaled, length), multiplicity(ops, type, length)));
                })
            .get(0));
  }

  /** The raw operation reads beyond the end of what is too short. */
  private static <T extends TFloating> Operand<T> fit(Ops tf, Operand<T> x, Operand<TInt32> n) {
    int rank = x.shape().numDimensions();
    int[] others = new int[rank - 1];
    Arrays.fill(others, -1);
    Operand<TInt32> missing = tf.math.maximum(tf.math.sub(n, lastSize(tf, x)), tf.constant(0));
    Operand<TInt32> paddings =
        tf.concat(
            List.of(
                tf.constant(new int[rank - 1][2]),
                tf.reshape(
                    tf.stack(List.of(tf.constant(0), missing)), tf.constant(new int[] {1, 2}))),
            tf.constant(0));
    return tf.slice(
        tf.pad(x, paddings, Constants.of(tf, x.type(), 0)),
        tf.constant(new int[rank]),
        tf.concat(
            List.of(tf.constant(others), tf.reshape(n, tf.constant(new int[] {1}))),
            tf.constant(0)));
  }

  /**
   * How often each entry of a half spectrum stands in the whole one: once where it is its own
   * conjugate, else twice. Complex, shape (n / 2 + 1).
   */
  private static <T extends TFloating> Operand<TType> multiplicity(
      Ops tf, Class<T> type, Operand<TInt32> n) {
    Operand<TInt32> two = tf.constant(2);
    Operand<TInt32> k =
        tf.range(
            tf.constant(0), tf.math.add(tf.math.floorDiv(n, two), tf.constant(1)), tf.constant(1));
    Operand<TInt32> own = tf.math.floorMod(tf.math.mul(k, two), n);
    Operand<T> count = tf.dtypes.cast(tf.math.minimum(tf.math.add(own, tf.constant(1)), two), type);
    return complex(tf, type, count, tf.zerosLike(count));
  }

  private static <T extends TFloating> Operand<TType> complex(
      Ops tf, Class<T> type, Operand<T> real, Operand<T> imaginary) {
    return tf.scope()
        .opBuilder("Complex", "complex")
        .addInput(real.asOutput())
        .addInput(imaginary.asOutput())
        .setAttr("Tout", complexType(type))
        .build()
        .output(0);
  }

  private static <T extends TFloating> Operand<TType> rawRfft(
      Ops tf, Class<T> type, Operand<T> x, Operand<TInt32> n) {
    return tf.scope()
        .opBuilder("RFFT", "rfft")
        .addInput(x.asOutput())
        .addInput(tf.reshape(n, tf.constant(new int[] {1})).asOutput())
        .setAttr("Tcomplex", complexType(type))
        .build()
        .output(0);
  }

  private static <T extends TFloating> Operand<T> rawIrfft(
      Ops tf, Class<T> type, Operand<TType> spectrum, Operand<TInt32> n) {
    return tf.signal.irfft(spectrum, tf.reshape(n, tf.constant(new int[] {1})), type);
  }

  private static DataType complexType(Class<? extends TFloating> type) {
    return type == TFloat64.class ? DataType.DT_COMPLEX128 : DataType.DT_COMPLEX64;
  }

  private static Operand<TInt32> lastSize(Ops tf, Operand<?> x) {
    return tf.stridedSlice(tf.shape(x), Indices.at(-1));
  }

  @SuppressWarnings("unchecked")
  private static <T extends TType> Operand<T> cast(Operand<?> operand) {
    return (Operand<T>) operand;
  }
}
