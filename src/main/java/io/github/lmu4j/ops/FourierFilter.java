package io.github.lmu4j.ops;

import io.github.lmu4j.math.Matrix;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** Filters a sequence by a product in the frequency domain. */
final class FourierFilter {

  private FourierFilter() {}

  /**
   * The convolution of every channel with every column of a response, shape (batch, time, channels
   * * columns).
   */
  static <T extends TFloating> Operand<T> sequence(
      Ops tf, InputSequence<T> input, Matrix response) {
    Operand<T> constant = Constants.of(tf, input.type(), response);
    return sequence(tf, input, constant, response.rows(), response.columns());
  }

  /** The same for a response of shape (steps, columns) that is made in the graph. */
  static <T extends TFloating> Operand<T> sequence(
      Ops tf, InputSequence<T> input, Operand<T> response, int steps, int columns) {
    // The end of the sequence does not run into its beginning. Keras-LMU's length: another one has
    // another rounding.
    Operand<TInt32> n = tf.math.mul(input.length(tf), tf.constant(2));
    Operand<TType> spectrum =
        tf.expandDims(Fourier.rfft(tf, input.channelsFirst(tf), n), tf.constant(2));
    Operand<T> byColumn =
        tf.linalg.transpose(cut(tf, response, steps, input), tf.constant(new int[] {1, 0}));
    Operand<TType> transfer = Fourier.rfft(tf, byColumn, n);
    Operand<T> filtered = Fourier.irfft(tf, tf.math.mul(spectrum, transfer), n, input.type());
    // (batch, channels, columns, time) to (batch, time, channels, columns)
    Operand<TInt32> all = tf.constant(-1);
    Operand<T> whole =
        tf.slice(
            filtered,
            tf.constant(new int[4]),
            InputSequence.shape(tf, all, all, all, input.length(tf)));
    return tf.reshape(
        tf.linalg.transpose(whole, tf.constant(new int[] {0, 3, 1, 2})),
        InputSequence.shape(tf, all, input.length(tf), tf.constant(input.channels() * columns)));
  }

  /** What comes after as many steps as the sequence has does not count. */
  private static <T extends TFloating> Operand<T> cut(
      Ops tf, Operand<T> response, int steps, InputSequence<T> input) {
    if (input.steps() == steps) {
      return response;
    }
    Operand<TInt32> counts = tf.math.minimum(input.length(tf), tf.constant(steps));
    return tf.slice(
        response, tf.constant(new int[2]), InputSequence.shape(tf, counts, tf.constant(-1)));
  }
}
