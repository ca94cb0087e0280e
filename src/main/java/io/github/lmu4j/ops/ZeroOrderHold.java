package io.github.lmu4j.ops;

import io.github.lmu4j.math.LegendreStateSpace;
import io.github.lmu4j.math.Matrix;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Discretizes a Legendre memory in the graph, for a window that is trained.
 *
 * <p>{@code S = exp(M / theta)} without its last column, where M = [[A, B], [0, 0]] transposed, so
 * that {@code m_t = [m_(t-1), u_t] S} for row vectors: above A transposed, below B. Its gradient is
 * exact: {@code dS / d(1 / theta) = M S}, because M and its exponential commute.
 */
public final class ZeroOrderHold {

  private ZeroOrderHold() {}

  /**
   * Computes the matrix of one time step.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of a graph
   * @param order number of Legendre polynomials, at least 1
   * @param thetaInv 1 / theta, a scalar, at least 0, per time step
   * @param precision {@code EXACT}: computed in float64, rounded at the end; {@code KERAS}: in the
   *     dtype of the graph, with the rounding errors of Keras-LMU
   * @return S, shape (order + 1, order)
   * @throws IllegalArgumentException if the order is below 1
   */
  public static <T extends TFloating> Operand<T> step(
      Ops tf, int order, Operand<T> thetaInv, Precision precision) {
    Matrix generator = new LegendreStateSpace(order).augmented().transpose();
    Ops scope = tf.withSubScope("zoh");
    if (precision == Precision.KERAS) {
      return step(scope, thetaInv.type(), generator, thetaInv, precision);
    }
    Operand<TFloat64> wide = scope.dtypes.cast(thetaInv, TFloat64.class);
    return scope.dtypes.cast(
        step(scope, TFloat64.class, generator, wide, precision), thetaInv.type());
  }

  @SuppressWarnings("unchecked")
  private static <T extends TFloating> Operand<T> step(
      Ops tf, Class<T> type, Matrix generator, Operand<T> thetaInv, Precision precision) {
    int order = generator.rows() - 1;
    Operand<T> m = Constants.of(tf, type, generator);
    // The graph may not know that theta is a scalar.
    Operand<T> scalar = tf.reshape(thetaInv, tf.constant(Shape.scalar()));
    Operand<T> exponential = MatrixExponentialOp.of(tf, tf.math.mul(m, scalar), precision);
    Operand<T> step =
        tf.slice(exponential, tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, order}));
    return (Operand<T>)
        CustomGradient.define(
                tf,
                List.of(scalar, m),
                List.of(step),
                (ops, inputs, outputs, gradients) -> {
                  Operand<T> slope =
                      ops.linalg.matMul((Operand<T>) inputs.get(1), (Operand<T>) outputs.get(0));
                  Operand<T> products = ops.math.mul((Operand<T>) gradients.get(0), slope);
                  return List.of(
                      ops.sum(products, ops.constant(new int[] {0, 1})),
                      ops.zerosLike(inputs.get(1)));
                })
            .get(0);
  }
}
