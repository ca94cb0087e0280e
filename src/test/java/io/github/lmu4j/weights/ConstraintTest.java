package io.github.lmu4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Sandbox;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat64;

class ConstraintTest {

  private final Sandbox sandbox = new Sandbox();

  /** Columns of length 5, 0.5 and 0. */
  private final Operand<TFloat64> matrix =
      sandbox.tf().constant(new double[][] {{3, 0.3, 0}, {-4, 0.4, 0}});

  @AfterEach
  void close() {
    sandbox.close();
  }

  private void assertGives(Constraint constraint, double... expected) {
    double[] values = sandbox.value(constraint.apply(sandbox.tf(), matrix)).toDoubles();
    // Keras' 1e-7 below the fraction is felt here.
    assertThat(values).containsExactly(expected, within(2e-6));
  }

  @Test
  void negativeValuesBecomeZero() {
    assertGives(new NonNeg(), 3, 0.3, 0, 0, 0.4, 0);
  }

  @Test
  void lengthsAreClipped() {
    assertGives(new MaxNorm(1, List.of(0)), 0.6, 0.3, 0, -0.8, 0.4, 0);
    assertGives(new UnitNorm(List.of(0)), 0.6, 0.6, 0, -0.8, 0.8, 0);
    assertGives(new MinMaxNorm(1, 2.5, 1, List.of(0)), 1.5, 0.6, 0, -2, 0.8, 0);
    assertGives(new MinMaxNorm(1, 2.5, 0.5, List.of(0)), 2.25, 0.45, 0, -3, 0.6, 0);
  }

  @Test
  void axesMakeTheVectors() {
    double whole = Math.sqrt(25.25);
    assertGives(new UnitNorm(List.of(0, 1)), 3 / whole, 0.3 / whole, 0, -4 / whole, 0.4 / whole, 0);
    double upper = Math.sqrt(9.09);
    double lower = Math.sqrt(16.16);
    assertGives(new UnitNorm(List.of(-1)), 3 / upper, 0.3 / upper, 0, -4 / lower, 0.4 / lower, 0);
  }

  @Test
  void namesAreThoseOfKeras() {
    assertThat(Constraint.of("non_neg")).isEqualTo(new NonNeg()).isEqualTo(Constraint.of("NonNeg"));
    assertThat(Constraint.of("max_norm")).isEqualTo(new MaxNorm(2, List.of(0)));
    assertThat(Constraint.of("UnitNorm")).isEqualTo(new UnitNorm(List.of(0)));
    assertThat(Constraint.of("min_max_norm")).isEqualTo(new MinMaxNorm(0, 1, 1, List.of(0)));
    assertThatThrownBy(() -> Constraint.of("norm"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(got norm)");
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new MinMaxNorm(2, 1, 1, List.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(got 2.0 to 1.0)");
    assertThatThrownBy(() -> new MinMaxNorm(0, 1, 2, List.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rate must be from 0 to 1 (got 2.0)");
  }
}
