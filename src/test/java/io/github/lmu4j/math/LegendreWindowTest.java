package io.github.lmu4j.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At order 1 the steps of both discretizers are of one kind: Euler is not told apart there. */
class LegendreWindowTest {

  private static Matrix rounded(Matrix matrix) {
    double[] entries = Arrays.stream(matrix.toArray()).map(entry -> (float) entry).toArray();
    return Matrix.of(matrix.rows(), matrix.columns(), entries);
  }

  @ParameterizedTest
  @CsvSource({
    "ZOH, 1, 5",
    "ZOH, 3, 8",
    "ZOH, 9, 3.25",
    "ZOH, 12, 1000.5",
    "ZOH, 64, 784",
    "ZOH, 256, 784",
    "EULER, 2, 5",
    "EULER, 12, 1000.5"
  })
  void windowOfRoundedMatricesIsTheirs(Discretizer discretizer, int order, double theta) {
    DiscreteStateSpace exact = discretizer.discretize(order, theta);
    LegendreWindow window =
        LegendreWindow.of(new DiscreteStateSpace(rounded(exact.a()), rounded(exact.b())))
            .orElseThrow();

    assertThat(window.discretizer()).isEqualTo(discretizer);
    assertThat(window.theta()).isEqualTo(theta);
    assertThat(window.difference()).isPositive().isLessThan(1e-6);
  }

  @Test
  void otherMatricesHaveNoWindow() {
    DiscreteStateSpace exact = Discretizer.ZOH.discretize(4, 9);
    double[] entries = exact.a().toArray();
    entries[7] += 1e-4;

    assertThat(LegendreWindow.of(new DiscreteStateSpace(Matrix.of(4, 4, entries), exact.b())))
        .isEmpty();
    assertThat(LegendreWindow.of(new DiscreteStateSpace(exact.a(), exact.b().scale(-1)))).isEmpty();
    assertThat(LegendreWindow.of(new DiscreteStateSpace(exact.a(), exact.b().scale(0)))).isEmpty();
    entries[7] = Double.NaN;
    assertThat(LegendreWindow.of(new DiscreteStateSpace(Matrix.of(4, 4, entries), exact.b())))
        .isEmpty();
  }
}
