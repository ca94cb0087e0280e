package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.math.LegendreStateSpace;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.math.MatrixExponential;
import io.github.lmu4j.testing.Matrices;
import io.github.lmu4j.testing.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

class MatrixExponentialOpTest {

  private final Sandbox sandbox = new Sandbox();
  private final Ops tf = sandbox.tf();

  @AfterEach
  void close() {
    sandbox.close();
  }

  /** From a norm of 1e-3 to one that needs 12 squarings: every degree. */
  @ParameterizedTest
  @CsvSource({
    "1, 1e4",
    "2, 1e3",
    "2, 20",
    "3, 20",
    "3, 8",
    "4, 8",
    "5, 5",
    "6, 1",
    "24, 60",
    "100, 784",
    "256, 784",
    "512, 784",
    "100, 1",
    "7, 0.01"
  })
  void exactEqualsJava(int order, double theta) {
    Matrix m = new LegendreStateSpace(order).augmented().scale(1 / theta);
    Matrix expected = MatrixExponential.of(m);
    assertThat(distance(exponential(TFloat64.class, m, Precision.EXACT), expected))
        .isLessThan(1e-12);
  }

  /** Squaring with the ones on the diagonal costs digits, which is what Keras has to live with. */
  @ParameterizedTest
  @CsvSource({"1, 1e4, 1e-7", "6, 1, 1e-6", "24, 60, 1e-6", "256, 784, 2e-5", "512, 784, 1e-4"})
  void kerasIsAsExactAsItsScheme(int order, double theta, double error) {
    Matrix m = new LegendreStateSpace(order).augmented().scale(1 / theta);
    Matrix expected = MatrixExponential.of(m);
    double keras = distance(exponential(TFloat32.class, m, Precision.KERAS), expected);
    assertThat(keras).isLessThan(error);
    assertThat(distance(exponential(TFloat32.class, m, Precision.EXACT), expected))
        .isLessThanOrEqualTo(keras);
    assertThat(distance(exponential(TFloat64.class, m, Precision.KERAS), expected))
        .isLessThan(1e-12);
  }

  @Test
  void exponentialOfZeroIsTheIdentity() {
    for (Precision precision : Precision.values()) {
      double[] e = exponential(TFloat32.class, Matrix.identity(3).scale(0), precision);
      assertThat(e).containsExactly(Matrix.identity(3).toArray());
    }
  }

  @Test
  void matrixThatIsNotFiniteGivesNaN() {
    Matrix m = Matrix.of(2, 2, 1, Double.NaN, 3, 4);
    Matrix n = Matrix.of(2, 2, 1, 2, Double.POSITIVE_INFINITY, 4);
    assertThat(exponential(TFloat64.class, m, Precision.EXACT)).containsOnly(Double.NaN);
    assertThat(exponential(TFloat64.class, n, Precision.KERAS)).containsOnly(Double.NaN);
  }

  @Test
  void eagerSessionComputesTheSame() {
    Matrix m = new LegendreStateSpace(24).augmented().scale(1.0 / 60);
    double[] inGraph = exponential(TFloat32.class, m, Precision.KERAS);
    try (EagerSession eager = EagerSession.create()) {
      Ops ops = Ops.create(eager);
      Operand<TFloat32> e =
          MatrixExponentialOp.of(ops, Constants.of(ops, TFloat32.class, m), Precision.KERAS);
      double[] values = new double[inGraph.length];
      ops.dtypes.cast(e, TFloat64.class).asTensor().copyTo(DataBuffers.of(values));
      assertThat(values).containsExactly(inGraph);
    }
  }

  @Test
  void refusesWhatIsNotSquare() {
    Operand<TFloat64> m = tf.constant(new double[2][3]);
    assertThatThrownBy(() -> MatrixExponentialOp.of(tf, m, Precision.EXACT))
        .hasMessage("the exponent must be a square matrix of known size (got shape [2, 3])");
  }

  private <T extends TFloating> double[] exponential(Class<T> type, Matrix m, Precision precision) {
    return sandbox
        .value(MatrixExponentialOp.of(tf, Constants.of(tf, type, m), precision))
        .toDoubles();
  }

  private static double distance(double[] actual, Matrix expected) {
    return Matrices.relativeDifference(actual, expected.toArray());
  }
}
