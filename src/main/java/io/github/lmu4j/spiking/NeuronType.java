package io.github.lmu4j.spiking;

import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.ops.Constants;
import java.util.List;
import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** What a neuron makes of its current J. */
public enum NeuronType {
  /**
   * Spikes at the rate max(J, 0): a voltage gathers {@code max(J, 0) dt} a step, and what is whole
   * in it leaves as spikes. Several spikes may leave in one step.
   *
   * <p>Voltages are summed over a block of steps at once. Where one comes to a whole number but for
   * rounding, its spike may come a step earlier or later than by adding step after step.
   */
  SPIKING {
    @Override
    <T extends TFloating> Activity<T> fire(
        Ops tf, Operand<T> current, Operand<T> voltage, int steps) {
      // Spikes until step k are the whole part of the first voltage and all that was gathered.
      Operand<T> gathered =
          tf.math.add(
              tf.linalg.matMul(running(tf, current.type(), steps), tf.nn.relu(current)), voltage);
      Operand<T> fired = tf.math.floor(gathered);
      Operand<T> before =
          tf.concat(
              List.of(
                  tf.zerosLike(voltage),
                  tf.stridedSlice(fired, Indices.sliceTo(steps - 1), Indices.all())),
              tf.constant(0));
      Operand<T> left =
          tf.math.sub(
              tf.stridedSlice(gathered, Indices.sliceFrom(steps - 1), Indices.all()),
              tf.stridedSlice(fired, Indices.sliceFrom(steps - 1), Indices.all()));
      return new Activity<>(tf.math.sub(fired, before), left);
    }
  },

  /** Is active by max(J, 0) all the time: what spikes come to in the mean. */
  RATE {
    @Override
    <T extends TFloating> Activity<T> fire(
        Ops tf, Operand<T> current, Operand<T> voltage, int steps) {
      return new Activity<>(tf.nn.relu(current), voltage);
    }
  };

  /**
   * What neurons do in some steps.
   *
   * @param spikes of each step, not always whole, shape (steps, neurons)
   * @param voltage after the last step, shape (1, neurons)
   */
  record Activity<T extends TFloating>(Operand<T> spikes, Operand<T> voltage) {}

  /**
   * Runs neurons for some steps.
   *
   * @param current J dt, shape (steps, neurons)
   * @param voltage before the first step, shape (1, neurons)
   */
  abstract <T extends TFloating> Activity<T> fire(
      Ops tf, Operand<T> current, Operand<T> voltage, int steps);

  /** The matrix of running sums. A product is faster than TensorFlow's cumulative sum. */
  private static <T extends TFloating> Operand<T> running(Ops tf, Class<T> type, int steps) {
    double[] ones = new double[steps * steps];
    for (int k = 0; k < steps; k++) {
      for (int j = 0; j <= k; j++) {
        ones[k * steps + j] = 1;
      }
    }
    return Constants.of(tf, type, Matrix.of(steps, steps, ones));
  }

  /** {@return the name on the command line} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
