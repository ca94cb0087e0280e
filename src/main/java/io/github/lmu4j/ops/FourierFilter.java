package io.github.lmu4j.ops;

import io.github.lmu4j.math.Matrix;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
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
    Operand<TInt32> n = transformLength(tf, input, steps);
    Operand<TType> spectrum =
        tf.expandDims(Fourier.rfft(tf, input.channelsFirst(tf), n), tf.constant(2));
    Operand<T> byColumn = tf.linalg.transpose(response, tf.constant(new int[] {1, 0}));
    Operand<TType> transfer = Fourier.rfft(tf, byColumn, n);
    Operand<T> filtered = Fourier.irfft(tf, tf.math.mul(spectrum, transfer), n, input.type());
    // (batch, channels, columns, time) to (batch, time, channels, columns)
    Operand<TInt32> all = tf.constant(-1);
    Operand<T> cut =
        tf.slice(
            filtered,
            tf.constant(new int[4]),
            InputSequence.shape(tf, all, all, all, input.length(tf)));
    return tf.reshape(
        tf.linalg.transpose(cut, tf.constant(new int[] {0, 3, 1, 2})),
        InputSequence.shape(tf, all, input.length(tf), tf.constant(input.channels() * columns)));
  }

  /** The end of the sequence must not run into its beginning; powers of two are fast. */
  private static <T extends TFloating> Operand<TInt32> transformLength(
      Ops tf, InputSequence<T> input, int responseSteps) {
    if (input.hasKnownLength()) {
      int least = input.steps() + responseSteps - 1;
      return tf.constant(Math.max(1, Integer.highestOneBit(least - 1) << 1));
    }
    Operand<TFloat64> least =
        tf.dtypes.cast(
            tf.math.add(input.length(tf), tf.constant(responseSteps - 1)), TFloat64.class);
    Operand<TFloat64> two = tf.constant(2.0);
    Operand<TFloat64> exponent = tf.math.ceil(tf.math.div(tf.math.log(least), tf.math.log(two)));
    return tf.dtypes.cast(tf.math.pow(two, exponent), TInt32.class);
  }
}
