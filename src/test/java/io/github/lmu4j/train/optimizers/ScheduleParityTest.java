package io.github.lmu4j.train.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Sandbox;
import io.github.lmu4j.testing.TrainingFixture;
import io.github.lmu4j.weights.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rate at steps 0 to 20, against Keras 3. */
class ScheduleParityTest {

  static final Map<String, LearningRate> SCHEDULES =
      Map.of(
          "exponential", new ExponentialDecay(0.1, 3, 0.5, false),
          "exponential-staircase", new ExponentialDecay(0.1, 2, 0.5, true),
          "piecewise-constant",
              new PiecewiseConstantDecay(List.of(1L, 3L), List.of(0.1, 0.05, 0.01)),
          "polynomial", new PolynomialDecay(0.1, 4, 0.01, 2, false),
          "polynomial-cycle", new PolynomialDecay(0.1, 3, 0.02, 1, true),
          "inverse-time", new InverseTimeDecay(0.1, 2, 0.5, false),
          "inverse-time-staircase", new InverseTimeDecay(0.1, 2, 0.5, true),
          "cosine", new CosineDecay(0.1, 4, 0.1),
          "cosine-warmup", new CosineDecay(0.01, 6, 0.1, 0.1, 3),
          "cosine-restarts", new CosineDecayRestarts(0.1, 3, 2, 0.5, 0.1));

  @Test
  void ratesAreThoseOfKeras() {
    TrainingFixture fixture = TrainingFixture.read("schedules", DType.FLOAT32);
    assertThat(fixture.data().keySet()).isEqualTo(SCHEDULES.keySet());
    SCHEDULES.forEach(
        (name, schedule) -> {
          for (int step = 0; step <= 20; step++) {
            double expected = fixture.get(name).doubleAt(step);
            // Relative to the first rate: Keras' own error in float32.
            assertThat(rate(schedule, step))
                .as("%s at step %d", name, step)
                .isCloseTo(expected, within(1e-7));
          }
        });
  }

  @Test
  void restartsKeepTheirLengthWhereItDoesNotGrow() {
    LearningRate schedule = new CosineDecayRestarts(0.1, 4, 1, 1, 0);
    assertThat(rate(schedule, 9)).isEqualTo(rate(schedule, 1));
    assertThat(rate(schedule, 8)).isEqualTo(0.1);
  }

  @Test
  void oneCycleRisesToItsPeakAndFallsToItsEnd() {
    LearningRate schedule = new OneCycle(0.5, 100, 0.25, 10, 100);
    assertThat(rate(schedule, 0)).isCloseTo(0.05, within(1e-15));
    assertThat(rate(schedule, 25)).isEqualTo(0.5);
    assertThat(rate(schedule, 24)).isLessThan(0.5).isGreaterThan(rate(schedule, 23));
    assertThat(rate(schedule, 26)).isLessThan(0.5).isGreaterThan(rate(schedule, 27));
    assertThat(rate(schedule, 100)).isCloseTo(0.005, within(1e-15)).isEqualTo(rate(schedule, 999));
  }

  @Test
  void boundariesMustAscend() {
    assertThatThrownBy(() -> new PiecewiseConstantDecay(List.of(3L, 3L), List.of(0.1, 0.05, 0.01)))
        .hasMessage("boundaries must ascend (got [3, 3])");
  }

  private static double rate(LearningRate schedule, long step) {
    try (Sandbox sandbox = new Sandbox()) {
      var rate = schedule.at(sandbox.tf(), sandbox.tf().constant((double) step));
      return sandbox.value(rate).doubleAt(0);
    }
  }
}
