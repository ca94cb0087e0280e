package io.github.lmu4j.math;

import static io.github.lmu4j.testing.Matrices.random;
import static io.github.lmu4j.testing.Matrices.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lmu4j.testing.Csv;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscreteStateSpaceTest {

  private static final DiscreteStateSpace STEP = Discretizer.ZOH.discretize(7, 20);

  @ParameterizedTest
  @ValueSource(ints = {6, 32, 256, 468})
  void impulseResponseIsExact(int order) {
    Csv csv = Csv.fixture("math/impulse_response.csv");
    int[] orders = csv.integers("order");
    int[] steps = csv.integers("step");
    int[] indices = csv.integers("index");
    double[] exact = csv.column("exact");
    int[] lines = IntStream.range(0, exact.length).filter(i -> orders[i] == order).toArray();
    Matrix response = Discretizer.ZOH.discretize(order, 784).impulseResponse(784);

    assertThat(
            relativeDifference(
                Arrays.stream(lines).mapToDouble(i -> response.get(steps[i], indices[i])).toArray(),
                Arrays.stream(lines).mapToDouble(i -> exact[i]).toArray()))
        .isLessThan(1e-12);
  }

  @Test
  void impulseResponseStartsWithBAndGrowsByA() {
    Matrix response = STEP.impulseResponse(30);

    assertThat(response.row(0)).isEqualTo(STEP.b().column(0));
    for (int k = 1; k < 30; k++) {
      Matrix before = Matrix.of(7, 1, response.row(k - 1));
      assertThat(relativeDifference(response.row(k), STEP.a().multiply(before).column(0)))
          .isLessThan(1e-14);
    }
  }

  /** Semi-group: {@code A^(j+k) B = A^j (A^k B)}. */
  @Test
  void impulseResponseRunsOnByPowers() {
    Matrix response = STEP.impulseResponse(30);

    assertThat(
            relativeDifference(
                STEP.power(12).multiply(Matrix.of(7, 1, response.row(11))).column(0),
                response.row(23)))
        .isLessThan(1e-13);
  }

  @Test
  void stepByStepEqualsConvolutionWithTheImpulseResponse() {
    double[] u = random(1, 40, 1).toArray();
    Matrix memory = Matrix.of(7, 1, new double[7]);
    for (double input : u) {
      memory = STEP.a().multiply(memory).addScaled(input, STEP.b());
    }
    double[] latestFirst = new double[40];
    Arrays.setAll(latestFirst, k -> u[39 - k]);

    assertThat(
            relativeDifference(
                Matrix.of(1, 40, latestFirst).multiply(STEP.impulseResponse(40)).transpose(),
                memory))
        .isLessThan(1e-13);
  }

  @Test
  void powersStandSideBySide() {
    Matrix powers = STEP.powers(5);
    Matrix transposed = STEP.transposedPowers(5);

    assertThat(powers.columns()).isEqualTo(35);
    assertThat(transposed.columns()).isEqualTo(35);
    for (int n = 1; n <= 5; n++) {
      Matrix power = STEP.power(n);
      assertThat(relativeDifference(powers.block(0, 7 * (n - 1), 7, 7), power)).isLessThan(1e-14);
      assertThat(relativeDifference(transposed.block(0, 7 * (n - 1), 7, 7), power.transpose()))
          .isLessThan(1e-14);
    }
  }

  /** What a blocked filter computes: one product for the memory of every step of a block. */
  @Test
  void transposedPowersRunARowMemoryOn() {
    Matrix memory = random(3, 7, 2);
    Matrix block = memory.multiply(STEP.transposedPowers(4));

    Matrix running = memory.transpose();
    for (int n = 0; n < 4; n++) {
      running = STEP.a().multiply(running);
      assertThat(relativeDifference(block.block(0, 7 * n, 3, 7), running.transpose()))
          .isLessThan(1e-14);
    }
  }

  @Test
  void refusesWhatIsNoStep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiscreteStateSpace(STEP.a(), STEP.b().transpose()))
        .withMessage(
            "A must be (order, order) and B (order, 1) (got Matrix(7 x 7) and Matrix(1 x 7))");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiscreteStateSpace(STEP.powers(2), STEP.b()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiscreteStateSpace(STEP.a(), STEP.a()));
  }

  @Test
  void refusesCountsBelowTheFirst() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> STEP.impulseResponse(0))
        .withMessage("steps must be at least 1 (got 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> STEP.powers(0))
        .withMessage("count must be at least 1 (got 0)");
    assertThatIllegalArgumentException().isThrownBy(() -> STEP.power(-1));
  }
}
