package io.github.lmu4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Gradients;
import io.github.lmu4j.testing.Sandbox;
import io.github.lmu4j.weights.OrthogonalRegularizer.Mode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat64;

class RegularizerTest {

  private final Sandbox sandbox = new Sandbox();
  private final Operand<TFloat64> matrix =
      sandbox.tf().constant(new double[][] {{3, 4}, {-1, 2}, {0.5, -0.25}});

  @AfterEach
  void close() {
    sandbox.close();
  }

  private double loss(Regularizer regularizer) {
    return sandbox.value(regularizer.loss(sandbox.tf(), matrix)).doubleAt(0);
  }

  @Test
  void normsAreSums() {
    assertThat(loss(new L1(0.1))).isCloseTo(1.075, within(1e-14));
    assertThat(loss(new L2(0.1))).isCloseTo(3.03125, within(1e-14));
    assertThat(loss(new L1L2(0.1, 0.2))).isCloseTo(1.075 + 6.0625, within(1e-14));
    assertThat(loss(new L1L2(0, 0))).isZero();
  }

  @Test
  void orthogonalIsTheMeanCosine() {
    double first = 5;
    double second = Math.sqrt(5);
    double third = Math.sqrt(0.3125);
    double rows =
        Math.abs(3 * -1 + 4 * 2) / (first * second)
            + Math.abs(3 * 0.5 - 4 * 0.25) / (first * third)
            + Math.abs(-1 * 0.5 - 2 * 0.25) / (second * third);
    assertThat(loss(new OrthogonalRegularizer(0.3, Mode.ROWS)))
        .isCloseTo(0.3 * rows / 3, within(1e-14));
    double columns = Math.abs(3 * 4 - 2 - 0.125) / Math.sqrt(10.25 * 20.0625);
    assertThat(loss(new OrthogonalRegularizer(0.3, Mode.COLUMNS)))
        .isCloseTo(0.3 * columns, within(1e-14));
  }

  @Test
  void gradientsAreTrue() {
    for (Regularizer regularizer :
        List.of(
            new L1(0.1),
            new L2(0.2),
            new L1L2(0.3, 0.4),
            new OrthogonalRegularizer(0.5, Mode.ROWS),
            new OrthogonalRegularizer(0.6, Mode.COLUMNS))) {
      Gradients.check(sandbox.session(), regularizer.loss(sandbox.tf(), matrix), matrix);
    }
  }

  @Test
  void namesAreThoseOfKeras() {
    assertThat(Regularizer.of("l1")).isEqualTo(new L1(0.01)).isEqualTo(Regularizer.of("L1"));
    assertThat(Regularizer.of("l2")).isEqualTo(new L2(0.01)).isEqualTo(Regularizer.of("L2"));
    assertThat(Regularizer.of("l1_l2")).isEqualTo(new L1L2(0.01, 0.01));
    assertThat(Regularizer.of("L1L2")).isEqualTo(new L1L2(0, 0));
    assertThat(Regularizer.of("orthogonal_regularizer"))
        .isEqualTo(new OrthogonalRegularizer(0.01, Mode.ROWS));
    assertThatThrownBy(() -> Regularizer.of("l3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(got l3)");
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new L1(-1)).hasMessageContaining("l1 must be finite");
    assertThatThrownBy(() -> new L2(Double.NaN)).hasMessageContaining("l2 must be finite");
    Operand<TFloat64> vector = sandbox.tf().constant(new double[] {1});
    assertThatThrownBy(() -> new OrthogonalRegularizer(1, Mode.ROWS).loss(sandbox.tf(), vector))
        .hasMessageContaining("matrices only");
  }
}
