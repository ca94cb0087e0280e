package io.github.lmu4j.math;

import static io.github.lmu4j.testing.Matrices.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.util.CombinatoricsUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegendreStateSpaceTest {

  @Test
  void orderThreeIsThatOfThePaper() {
    LegendreStateSpace system = new LegendreStateSpace(3);

    assertThat(system.a()).isEqualTo(Matrix.of(3, 3, -1, -1, -1, 3, -3, -3, -5, 5, -5));
    assertThat(system.b()).isEqualTo(Matrix.of(3, 1, 1, -3, 5));
  }

  /** {@code A = 2 D A_legt D^-1, B = 2 D B_legt, D = diag((-1)^i sqrt(2i + 1))}. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void isSimilarToTheLegTOfHippo(int order) {
    double[] a = new double[order * order];
    double[] b = new double[order];
    double[] d = new double[order * order];
    double[] inverse = new double[order * order];
    for (int i = 0; i < order; i++) {
      double root = Math.sqrt(2 * i + 1);
      for (int j = 0; j < order; j++) {
        a[i * order + j] = -0.5 * root * Math.sqrt(2 * j + 1) * (i < j ? sign(i - j) : 1);
      }
      b[i] = 0.5 * root;
      d[i * order + i] = sign(i) * root;
      inverse[i * order + i] = sign(i) / root;
    }
    Matrix scaling = Matrix.of(order, order, d).scale(2);
    LegendreStateSpace system = new LegendreStateSpace(order);

    assertThat(
            relativeDifference(
                scaling
                    .multiply(Matrix.of(order, order, a))
                    .multiply(Matrix.of(order, order, inverse)),
                system.a()))
        .isLessThan(1e-15);
    assertThat(relativeDifference(scaling.multiply(Matrix.of(order, 1, b)), system.b()))
        .isLessThan(1e-15);
  }

  /**
   * Read at the end of the window, the memory's transfer function {@code C (s I - A)^-1 B} is the
   * Pade approximant [order - 1 / order] of the delay {@code e^-s} (Voelker 2019, section 2).
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void transferFunctionIsThePadeApproximantOfADelay(int order) {
    LegendreStateSpace system = new LegendreStateSpace(order);
    Matrix oldest = new DelayDecoder(order, 1).decoders(1);
    for (double s : new double[] {0, 0.1, 0.5, 1, 2, 5, 30}) {
      Matrix resolvent = Matrix.identity(order).scale(s).addScaled(-1, system.a());
      double transfer = oldest.multiply(resolvent.solve(system.b())).get(0, 0);

      assertThat(transfer).isCloseTo(padeOfDelay(order, s), within(1e-13));
    }
  }

  @Test
  void refusesOrdersBelowOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LegendreStateSpace(0))
        .withMessage("order must be at least 1 (got 0)");
  }

  private static double padeOfDelay(int order, double s) {
    double numerator = 0;
    double denominator = 0;
    for (int j = 0; j <= order; j++) {
      double rest = CombinatoricsUtils.factorialDouble(2 * order - 1 - j);
      if (j < order) {
        numerator += CombinatoricsUtils.binomialCoefficient(order - 1, j) * rest * Math.pow(-s, j);
      }
      denominator += CombinatoricsUtils.binomialCoefficient(order, j) * rest * Math.pow(s, j);
    }
    return numerator / denominator;
  }

  private static int sign(int exponent) {
    return exponent % 2 == 0 ? 1 : -1;
  }
}
