package io.github.lmu4j.ops;

import io.github.lmu4j.math.Matrix;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Filters a sequence by a direct convolution.
 *
 * <p>The gradient is a convolution too, forward again: TensorFlow's own goes by way of an operation
 * that is very slow for long kernels.
 */
final class ConvolutionFilter {

  private ConvolutionFilter() {}

  /**
   * The convolution of every channel with every column of a response, shape (batch, time, channels
   * * columns).
   */
  @SuppressWarnings("unchecked")
  static <T extends TFloating> Operand<T> sequence(
      Ops tf, InputSequence<T> input, Matrix response) {
    int channels = input.channels();
    int columns = response.columns();
    Operand<TInt32> any = tf.constant(-1);
    Operand<TInt32> one = tf.constant(1);
    Operand<T> rows =
        tf.reshape(
            input.channelsFirst(tf), InputSequence.shape(tf, any, one, input.length(tf), one));
    Operand<T> kernel =
        Constants.of(
            tf, input.type(), Shape.of(1, response.rows(), columns, 1), response.toArray());
    int reach = response.rows() - 1;
    Class<T> type = input.type();
    Operand<T> filtered =
        (Operand<T>)
            CustomGradient.define(
                    tf,
                    List.of(rows, kernel),
                    List.of(
                        convolution(
                            tf,
                            pad(tf, type, rows, reach, 0),
                            tf.linalg.transpose(
                                tf.reverse(kernel, tf.constant(new int[] {1})),
                                tf.constant(new int[] {0, 1, 3, 2})))),
                    (ops, inputs, outputs, gradients) ->
                        List.of(
                            convolution(
                                ops,
                                pad(ops, type, (Operand<T>) gradients.get(0), 0, reach),
                                (Operand<T>) inputs.get(1)),
                            ops.zerosLike(inputs.get(1))))
                .get(0);
    if (channels > 1) {
      filtered =
          tf.linalg.transpose(
              tf.reshape(
                  filtered,
                  InputSequence.shape(
                      tf, any, tf.constant(channels), input.length(tf), tf.constant(columns))),
              tf.constant(new int[] {0, 2, 1, 3}));
    }
    return tf.reshape(
        filtered, InputSequence.shape(tf, any, input.length(tf), tf.constant(channels * columns)));
  }

  private static <T extends TFloating> Operand<T> pad(
      Ops tf, Class<T> type, Operand<T> rows, int before, int after) {
    return tf.pad(
        rows,
        tf.constant(new int[][] {{0, 0}, {0, 0}, {before, after}, {0, 0}}),
        Constants.of(tf, type, 0));
  }

  private static <T extends TFloating> Operand<T> convolution(
      Ops tf, Operand<T> rows, Operand<T> kernel) {
    return tf.nn.conv2d(rows, kernel, List.of(1L, 1L, 1L, 1L), "VALID");
  }
}
