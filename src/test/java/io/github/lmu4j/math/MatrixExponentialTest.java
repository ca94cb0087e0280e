package io.github.lmu4j.math;

import static io.github.lmu4j.testing.Matrices.fromHipparchus;
import static io.github.lmu4j.testing.Matrices.random;
import static io.github.lmu4j.testing.Matrices.relativeDifference;
import static io.github.lmu4j.testing.Matrices.toHipparchus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixExponentialTest {

  /** Norms for every degree, on both sides of where the degree changes, and with squarings. */
  @ParameterizedTest
  @ValueSource(
      doubles = {0.01, 0.0149, 0.015, 0.2, 0.26, 0.9, 1.0, 2.0, 2.1, 5.3, 5.4, 10, 11, 21, 60})
  void matchesHipparchus(double norm) {
    for (int size : new int[] {1, 2, 7, 20}) {
      Matrix matrix = random(size, size, size);
      Matrix exponent = matrix.scale(norm / matrix.norm1());

      assertThat(relativeDifference(MatrixExponential.of(exponent), byHipparchus(exponent)))
          .isLessThan(1e-13);
    }
  }

  /** 1e-12: what the 11 squarings that theta = 1 needs leave of Hipparchus' digits. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 10, 100})
  void matchesHipparchusOnLegendreSystems(double theta) {
    Matrix exponent = new LegendreStateSpace(40).augmented().scale(1 / theta);

    assertThat(relativeDifference(MatrixExponential.of(exponent), byHipparchus(exponent)))
        .isLessThan(1e-12);
  }

  /**
   * Squares here what Hipparchus makes of a norm below 1: its own scaling stops too early, so that
   * 4.0.2 makes exp(10) of the matrix (10) with a relative error of 2e-8.
   */
  private static Matrix byHipparchus(Matrix exponent) {
    int squarings = Math.max(0, Math.getExponent(exponent.norm1()) + 1);
    RealMatrix scaled = toHipparchus(exponent.scale(Math.scalb(1.0, -squarings)));
    return fromHipparchus(MatrixUtils.matrixExponential(scaled).power(1 << squarings));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-30, -1, 1e-3, 1, 10, 700})
  void exponentialOfANumberIsThatOfMath(double number) {
    double exponential = MatrixExponential.of(Matrix.of(1, 1, number)).get(0, 0);

    assertThat(exponential)
        .isCloseTo(Math.exp(number), within(1e-12 * Math.max(1, Math.exp(number))));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 0.5, 1, 3, 40})
  void exponentialOfAQuarterTurnGeneratorIsARotation(double angle) {
    Matrix rotation = MatrixExponential.of(Matrix.of(2, 2, 0, -angle, angle, 0));

    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    assertThat(relativeDifference(rotation, Matrix.of(2, 2, cos, -sin, sin, cos)))
        .isLessThan(1e-14);
  }

  @Test
  void exponentialOfANilpotentMatrixIsItsShortSeries() {
    Matrix nilpotent = Matrix.of(3, 3, 0, 2, 3, 0, 0, 4, 0, 0, 0);

    assertThat(
            relativeDifference(
                MatrixExponential.of(nilpotent), Matrix.of(3, 3, 1, 2, 7, 0, 1, 4, 0, 0, 1)))
        .isLessThan(1e-15);
  }

  @Test
  void exponentialOfZeroIsTheIdentity() {
    assertThat(MatrixExponential.of(Matrix.zeros(4, 4))).isEqualTo(Matrix.identity(4));
  }

  @Test
  void exponentialOfTheDoubleIsTheSquare() {
    Matrix matrix = random(9, 9, 1);

    assertThat(
            relativeDifference(
                MatrixExponential.of(matrix.scale(2)), MatrixExponential.of(matrix).power(2)))
        .isLessThan(1e-13);
  }

  @Test
  void exponentialOfTheNegativeIsTheInverse() {
    Matrix matrix = random(9, 9, 2);

    assertThat(
            relativeDifference(
                MatrixExponential.of(matrix).multiply(MatrixExponential.of(matrix.scale(-1))),
                Matrix.identity(9)))
        .isLessThan(1e-13);
  }

  @Test
  void refusesWhatHasNoExponential() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MatrixExponential.of(Matrix.of(1, 2, 1, 2)))
        .withMessage("the exponent must be a square matrix of finite norm (got 1 x 2, norm 2.0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MatrixExponential.of(Matrix.of(1, 1, Double.NaN)))
        .withMessageContaining("norm NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MatrixExponential.of(Matrix.of(1, 1, Double.POSITIVE_INFINITY)))
        .withMessageContaining("norm Infinity");
  }
}
