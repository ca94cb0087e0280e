package io.github.lmu4j.ops;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.math.LegendreStateSpace;
import io.github.lmu4j.math.Matrix;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Computes the matrices and the impulse response of a memory as Keras-LMU does, with the rounding
 * errors of its dtype.
 *
 * <p>Found out by comparing results: Keras-LMU divides the transposed matrix {@code [[A, B], [0,
 * 0]]} by theta in the layer's dtype, applies {@code tf.linalg.expm}, and runs its own memory cell
 * over an impulse. Euler's matrices it computes in double precision, then rounds.
 */
final class KerasDiscretization<T extends TFloating> {

  private final Class<T> type;

  KerasDiscretization(Class<T> type) {
    this.type = type;
  }

  DiscreteStateSpace discretize(int order, double theta, Discretizer discretizer) {
    LegendreStateSpace system = new LegendreStateSpace(order);
    return switch (discretizer) {
      case EULER -> euler(system, theta);
      case ZOH -> zeroOrderHold(system, theta);
    };
  }

  private DiscreteStateSpace euler(LegendreStateSpace system, double theta) {
    try (EagerSession session = EagerSession.create()) {
      Ops tf = Ops.create(session);
      Operand<TFloat64> divisor = tf.constant(theta);
      Operand<TFloat64> a = tf.math.div(Constants.of(tf, TFloat64.class, system.a()), divisor);
      Operand<TFloat64> identity =
          Constants.of(tf, TFloat64.class, Matrix.identity(system.order()));
      Operand<TFloat64> b = tf.math.div(Constants.of(tf, TFloat64.class, system.b()), divisor);
      return new DiscreteStateSpace(
          matrix(tf, tf.dtypes.cast(tf.math.add(identity, a), type)),
          matrix(tf, tf.dtypes.cast(b, type)));
    }
  }

  private DiscreteStateSpace zeroOrderHold(LegendreStateSpace system, double theta) {
    int order = system.order();
    Matrix generator = system.augmented().transpose();
    try (EagerSession session = EagerSession.create()) {
      Ops tf = Ops.create(session);
      Operand<T> exponent =
          tf.math.div(Constants.of(tf, type, generator), Constants.of(tf, type, theta));
      Matrix step = matrix(tf, MatrixExponentialOp.of(tf, exponent, Precision.KERAS)).transpose();
      return new DiscreteStateSpace(step.block(0, 0, order, order), step.block(0, order, order, 1));
    }
  }

  /** Runs the recurrence over an impulse, one row for each step. */
  Matrix impulseResponse(DiscreteStateSpace stateSpace, int steps) {
    int order = stateSpace.order();
    double[] response = new double[Math.multiplyExact(steps, order)];
    try (EagerSession session = EagerSession.create()) {
      Ops tf = Ops.create(session);
      Operand<T> a = Constants.of(tf, type, stateSpace.a().transpose());
      Operand<T> memory = Constants.of(tf, type, stateSpace.b().transpose());
      for (int k = 0; k < steps; k++) {
        memory = k == 0 ? memory : tf.linalg.matMul(memory, a);
        System.arraycopy(values(tf, memory), 0, response, k * order, order);
      }
    }
    return Matrix.of(steps, order, response);
  }

  private Matrix matrix(Ops tf, Operand<T> operand) {
    Shape shape = operand.shape();
    return Matrix.of((int) shape.get(0), (int) shape.get(1), values(tf, operand));
  }

  private double[] values(Ops tf, Operand<T> operand) {
    double[] values = new double[(int) operand.shape().size()];
    tf.dtypes.cast(operand, TFloat64.class).asTensor().copyTo(DataBuffers.of(values));
    return values;
  }
}
