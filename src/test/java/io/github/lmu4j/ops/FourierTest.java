package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Gradients;
import io.github.lmu4j.testing.Sandbox;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

class FourierTest {

  private static final int ROWS = 3;

  private final Sandbox sandbox = new Sandbox();
  private final Ops tf = sandbox.tf();

  @AfterEach
  void close() {
    sandbox.close();
  }

  /** Steps given and length of the transform: as long, padded, cut off, odd, prime. */
  @ParameterizedTest
  @CsvSource({"8, 8", "5, 8", "8, 5", "1, 1", "3, 16", "17, 17", "30, 97"})
  void spectrumIsTheSum(int steps, int n) {
    double[] x = random(1, ROWS * steps);
    Operand<TType> spectrum = Fourier.rfft(tf, rows(x), tf.constant(n));
    double[] re = values(tf.math.real(spectrum, TFloat64.class));
    double[] im = values(tf.math.imag(spectrum, TFloat64.class));
    int size = n / 2 + 1;
    assertThat(re).hasSize(ROWS * size);
    for (int row = 0; row < ROWS; row++) {
      for (int k = 0; k < size; k++) {
        double sumRe = 0;
        double sumIm = 0;
        for (int t = 0; t < Math.min(steps, n); t++) {
          double angle = -2 * Math.PI * k * t / n;
          sumRe += x[row * steps + t] * Math.cos(angle);
          sumIm += x[row * steps + t] * Math.sin(angle);
        }
        assertThat(re[row * size + k]).isCloseTo(sumRe, within(1e-12));
        assertThat(im[row * size + k]).isCloseTo(sumIm, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 97})
  void inverseOfSpectrumIsTheInput(int n) {
    double[] x = random(1, ROWS * n);
    Operand<TInt32> length = tf.constant(n);
    Operand<TFloat64> back =
        Fourier.irfft(tf, Fourier.rfft(tf, rows(x), length), length, TFloat64.class);
    assertThat(values(back)).containsExactly(x, within(1e-14));
  }

  @Test
  void float32IsTransformedToo() {
    double[] x = random(1, ROWS * 10);
    Operand<TInt32> length = tf.constant(10);
    Operand<TFloat32> narrow = tf.dtypes.cast(rows(x), TFloat32.class);
    Operand<TFloat32> back =
        Fourier.irfft(tf, Fourier.rfft(tf, narrow, length), length, TFloat32.class);
    assertThat(values(back)).containsExactly(x, within(1e-6));
  }

  /**
   * By way of the square of a spectrum: TensorFlow's gradients of real and imag are complex64's.
   */
  @ParameterizedTest
  @CsvSource({"8, 8", "5, 8", "8, 5", "7, 7", "1, 1", "2, 2"})
  void paddedOrCutInputHasItsGradient(int steps, int n) {
    Operand<TFloat64> x = rows(random(1, ROWS * steps));
    Operand<TInt32> length = tf.constant(n);
    Operand<TType> spectrum = Fourier.rfft(tf, x, length);
    Operand<TType> square = tf.math.mul(spectrum, spectrum);
    Gradients.check(sandbox.session(), Fourier.irfft(tf, square, length, TFloat64.class), x);
  }

  /** A product of spectra is a circular convolution, with the gradient of one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8})
  void productIsCircularConvolution(int n) {
    double[] a = random(1, ROWS * n);
    double[] b = random(2, ROWS * n);
    Operand<TFloat64> x = rows(a);
    Operand<TFloat64> y = rows(b);
    Operand<TInt32> length = tf.constant(n);
    Operand<TFloat64> product =
        Fourier.irfft(
            tf,
            tf.math.mul(Fourier.rfft(tf, x, length), Fourier.rfft(tf, y, length)),
            length,
            TFloat64.class);
    double[] expected = new double[ROWS * n];
    for (int row = 0; row < ROWS; row++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          expected[row * n + (i + j) % n] += a[row * n + i] * b[row * n + j];
        }
      }
    }
    assertThat(values(product)).containsExactly(expected, within(1e-13));
    Gradients.check(sandbox.session(), product, x, y);
  }

  private Operand<TFloat64> rows(double[] values) {
    return tf.constant(Shape.of(ROWS, values.length / ROWS), DataBuffers.of(values));
  }

  private double[] values(Operand<?> operand) {
    return sandbox.value(operand).toDoubles();
  }

  private static double[] random(long seed, int count) {
    return new Random(seed).doubles(count, -1, 1).toArray();
  }
}
