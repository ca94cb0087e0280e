package io.github.lmu4j.math;

import static io.github.lmu4j.testing.Matrices.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscretizerTest {

  /**
   * {@code exp(M / theta) = exp(M / (2 theta))^2}: one step is two steps of a window twice as long.
   */
  @ParameterizedTest
  @CsvSource({"1, 1", "6, 10", "32, 4.2", "64, 784"})
  void zohStepIsTwoStepsOfTheDoubleWindow(int order, double theta) {
    DiscreteStateSpace step = Discretizer.ZOH.discretize(order, theta);
    DiscreteStateSpace half = Discretizer.ZOH.discretize(order, 2 * theta);

    assertThat(relativeDifference(half.power(2), step.a())).isLessThan(1e-13);
    assertThat(relativeDifference(half.a().multiply(half.b()).add(half.b()), step.b()))
        .isLessThan(1e-13);
  }

  /** The window of a constant is the polynomial 1: {@code m = A m + B} holds for m = (1, 0, ..). */
  @ParameterizedTest
  @EnumSource
  void memoryOfAConstantIsTheConstantPolynomial(Discretizer discretizer) {
    DiscreteStateSpace step = discretizer.discretize(9, 50);
    Matrix memory = Matrix.identity(9).addScaled(-1, step.a()).solve(step.b());

    assertThat(memory.column(0))
        .containsExactly(new double[] {1, 0, 0, 0, 0, 0, 0, 0, 0}, within(1e-13));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "6, 20", "32, 4.2", "64, 64"})
  void zohForgetsWhatLeftTheWindow(int order, double theta) {
    DiscreteStateSpace step = Discretizer.ZOH.discretize(order, theta);

    assertThat(step.power((int) Math.ceil(8 * theta)).norm1()).isLessThan(1e-3);
  }

  /** Both are exact to first order in 1 / theta, so their distance falls with its square. */
  @Test
  void eulerApproachesZohWithTheSquareOfTheStep() {
    double near = eulerError(400);
    double far = eulerError(800);

    assertThat(near / far).isCloseTo(4, within(0.1));
  }

  private static double eulerError(double theta) {
    return Discretizer.EULER
        .discretize(6, theta)
        .a()
        .addScaled(-1, Discretizer.ZOH.discretize(6, theta).a())
        .norm1();
  }

  @ParameterizedTest
  @EnumSource
  void namesAreReadBack(Discretizer discretizer) {
    assertThat(Discretizer.fromKerasName(discretizer.kerasName())).isEqualTo(discretizer);
  }

  @Test
  void namesAreThoseOfKeras() {
    assertThat(Discretizer.ZOH.kerasName()).isEqualTo("zoh");
    assertThat(Discretizer.EULER.kerasName()).isEqualTo("euler");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Discretizer.fromKerasName("bilinear"))
        .withMessage("discretizer must be zoh or euler (got bilinear)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesWindowsWithoutLength(double theta) {
    for (Discretizer discretizer : Discretizer.values()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> discretizer.discretize(4, theta))
          .withMessage("theta must be positive and finite (got %s)", theta);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesOrdersBelowOne(Discretizer discretizer) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> discretizer.discretize(0, 10))
        .withMessage("order must be at least 1 (got 0)");
  }
}
