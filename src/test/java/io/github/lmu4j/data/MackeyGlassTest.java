package io.github.lmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Csv;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MackeyGlassTest {

  private static final MackeyGlass BENCHMARK = new MackeyGlass(17);

  /** 2e-8: what order 4 with step 0.1 leaves, grown by chaos over 150 steps. */
  @Test
  void followsTheEquationAsScipySolvesIt() {
    Csv scipy = Csv.fixture("data/mackey_glass.csv");
    double[] still = new double[18];
    Arrays.fill(still, 1.2);
    double[] moving = new double[18];
    NumpyRandomState random = new NumpyRandomState(0);
    Arrays.setAll(moving, t -> 1.2 + 0.2 * (random.randomSample() - 0.5));

    assertThat(BENCHMARK.solve(still, 150)).containsExactly(scipy.column("still"), within(2e-8));
    assertThat(BENCHMARK.solve(moving, 150)).containsExactly(scipy.column("moving"), within(2e-8));
  }

  @Test
  void restsAtItsFixedPoint() {
    double[] history = new double[18];
    Arrays.fill(history, 1);

    assertThat(BENCHMARK.solve(history, 200)).containsOnly(1.0);
  }

  @Test
  void seriesIsTheSolutionAfterARandomPastWithoutItsStart() {
    double[] history = new double[18];
    NumpyRandomState random = new NumpyRandomState(5);
    Arrays.setAll(history, t -> 1.1 + 0.2 * random.randomSample());

    double[] solution = BENCHMARK.solve(history, 130);
    assertThat(BENCHMARK.series(5, 30))
        .containsExactly(Arrays.copyOfRange(solution, 100, 130), within(1e-9));
  }

  @Test
  void seriesDifferFromEachOtherButNotFromRunToRun() {
    double[][] series = BENCHMARK.series(7, 3, 500);

    assertThat(series).isDeepEqualTo(BENCHMARK.series(7, 3, 500)).hasDimensions(3, 500);
    assertThat(series[0]).isEqualTo(BENCHMARK.series(7, 500));
    assertThat(series[1]).isNotEqualTo(series[0]);
    assertThat(series[2]).isNotEqualTo(series[1]);
  }

  @Test
  void nearbyPastsPartBecauseTheSeriesIsChaotic() {
    double[] one = new double[18];
    Arrays.fill(one, 1.2);
    double[] other = one.clone();
    other[17] += 1e-6;

    double[] first = BENCHMARK.solve(one, 4000);
    double[] second = BENCHMARK.solve(other, 4000);
    assertThat(Math.abs(first[50] - second[50])).isLessThan(1e-4);
    assertThat(largestDifference(first, second)).isGreaterThan(0.1);
  }

  @Test
  void squashedIsTanhOfDistanceFromOne() {
    assertThat(MackeyGlass.squashed(new double[] {0, 1, 1.5}))
        .containsExactly(new double[] {Math.tanh(-1), 0, Math.tanh(0.5)}, within(0.0));
  }

  @Test
  void badValuesAreRefused() {
    assertThatThrownBy(() -> new MackeyGlass(0)).hasMessage("tau must be at least 1 (got 0)");
    assertThatThrownBy(() -> BENCHMARK.solve(new double[17], 5))
        .hasMessage("history must have tau + 1 = 18 values (got 17)");
    assertThatThrownBy(() -> BENCHMARK.solve(new double[18], -1))
        .hasMessage("steps must be at least 0 (got -1)");
    assertThatThrownBy(() -> BENCHMARK.series(0, -1, 5))
        .hasMessage("count and steps must be at least 0 (got -1 and 5)");
  }

  private static double largestDifference(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}
