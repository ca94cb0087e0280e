package io.github.lmu4j.io;

import io.github.lmu4j.math.FourierTransform;
import io.github.lmu4j.math.LegendreWindow;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import org.tensorflow.ndarray.Shape;

/**
 * The tensor {@code fft_H} of an LMUFFT: the Fourier transform of every row of H over twice as many
 * steps. PyTorch multiplies by it; here it follows from A and B.
 */
final class PyTorchSpectrum {

  /** As for H itself. */
  private static final double TOLERANCE = 5e-3;

  private PyTorchSpectrum() {}

  /**
   * Takes the tensor and compares its first and last column with the sums that they are.
   *
   * @param response the impulse response (steps, order)
   * @throws ModelFormatException if it is of another impulse response
   */
  static void requireOf(TensorTable tensors, String name, Matrix response)
      throws ModelFormatException {
    int steps = response.rows();
    int order = response.columns();
    Array spectrum =
        tensors.take(
            name, "Fourier transform of H over %d steps".formatted(2 * steps), order, steps + 1);
    double[] expected = new double[2 * order];
    double[] found = new double[2 * order];
    for (int i = 0; i < order; i++) {
      for (int t = 0; t < steps; t++) {
        expected[2 * i] += response.get(t, i);
        expected[2 * i + 1] += t % 2 == 0 ? response.get(t, i) : -response.get(t, i);
      }
      found[2 * i] = spectrum.doubleAt(i * (steps + 1) * 2);
      found[2 * i + 1] = spectrum.doubleAt((i * (steps + 1) + steps) * 2);
    }
    double difference =
        LegendreWindow.difference(Matrix.of(order, 2, found), Matrix.of(order, 2, expected));
    if (!(difference <= TOLERANCE)) {
      throw new ModelFormatException(
          tensors.place(),
          name + " as the Fourier transform of H",
          "a relative difference of " + difference);
    }
  }

  /** The tensor of an impulse response (steps, order). */
  static StoredTensor of(Matrix response, DType type) {
    int steps = response.rows();
    int order = response.columns();
    double[] values = new double[order * (steps + 1) * 2];
    for (int i = 0; i < order; i++) {
      double[] row = FourierTransform.ofReal(response.column(i), 2 * steps);
      System.arraycopy(row, 0, values, i * row.length, row.length);
    }
    TorchType complex = type == DType.FLOAT64 ? TorchType.COMPLEX128 : TorchType.COMPLEX64;
    return new StoredTensor(
        complex, Array.of(Shape.of(order, steps + 1, 2), values).cast(type), false);
  }
}
