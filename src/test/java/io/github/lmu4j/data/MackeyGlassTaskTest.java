package io.github.lmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MackeyGlassTaskTest {

  private static final MackeyGlassTask TASK = MackeyGlassTask.of(3, 8, 600);

  @Test
  void halfIsForTrainingAndAQuarterEachForChoosingAndReporting() {
    assertThat(TASK.training().count()).isEqualTo(4);
    assertThat(TASK.validation().count()).isEqualTo(2);
    assertThat(TASK.test().count()).isEqualTo(2);
    assertThat(TASK.test().steps()).isEqualTo(600);
  }

  @Test
  void targetsAreFifteenStepsAhead() {
    Forecasts test = TASK.test();
    assertThat(Arrays.copyOfRange(test.targets(), 0, 585))
        .containsExactly(Arrays.copyOfRange(test.inputs(), 15, 600));
    assertThat(Arrays.copyOfRange(test.targets(), 600, 1185))
        .containsExactly(Arrays.copyOfRange(test.inputs(), 615, 1200));
  }

  /** The targets are other values than the inputs, 15 of 615 a series: hence the bounds. */
  @Test
  void trainingSeriesAreCentredAndOfUnitSize() {
    double mean = mean(TASK.training().inputs(), 1);
    assertThat(mean).isCloseTo(0, within(0.03));
    assertThat(mean(TASK.training().inputs(), 2)).isCloseTo(1, within(0.03));
  }

  @Test
  void heldOutSeriesAreScaledLikeTheTrainingSeries() {
    double[][] series = new MackeyGlass(17).series(3, 8, 615);
    double[] trained =
        IntStream.range(0, 4)
            .boxed()
            .flatMapToDouble(i -> Arrays.stream(MackeyGlass.squashed(series[i])))
            .toArray();
    double mean = Arrays.stream(trained).average().orElseThrow();
    double variance = Arrays.stream(trained).map(x -> x * x).average().orElseThrow() - mean * mean;
    double expected = (Math.tanh(series[7][100] - 1) - mean) / Math.sqrt(variance);
    assertThat((double) TASK.test().inputs()[600 + 100]).isCloseTo(expected, within(1e-6));
  }

  /** The attractor of delay 17: Glass and Mackey's figure shows 0.2 to 1.4. */
  @Test
  void seriesStayOnTheAttractor() {
    for (double[] series : new MackeyGlass(17).series(1, 3, 3000)) {
      assertThat(Arrays.stream(series).min().orElseThrow()).isBetween(0.2, 0.5);
      assertThat(Arrays.stream(series).max().orElseThrow()).isBetween(1.2, 1.4);
    }
  }

  @Test
  void tooSmallTasksAreRefused() {
    assertThatThrownBy(() -> MackeyGlassTask.of(0, 3, 0))
        .hasMessage("series and steps must be at least 4 and 1 (got 3 and 0)");
  }

  private static double mean(float[] values, int power) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.pow(values[i], power))
        .average()
        .orElseThrow();
  }
}
