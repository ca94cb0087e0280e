package io.github.lmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ForecastsTest {

  private static final Forecasts TWO =
      Forecasts.of(new double[][] {{1, 2, 3, 4, 5, 6, 7}, {10, 20, 30, 40, 50, 60, 70}}, 2);

  @Test
  void targetsAreLaterInputs() {
    assertThat(TWO.count()).isEqualTo(2);
    assertThat(TWO.steps()).isEqualTo(5);
    assertThat(TWO.inputs()).containsExactly(1, 2, 3, 4, 5, 10, 20, 30, 40, 50);
    assertThat(TWO.targets()).containsExactly(3, 4, 5, 6, 7, 30, 40, 50, 60, 70);
  }

  @Test
  void piecesFollowEachOtherWithoutTheRemainder() {
    Forecasts pieces = TWO.pieces(2);
    assertThat(pieces.count()).isEqualTo(4);
    assertThat(pieces.inputs()).containsExactly(1, 2, 3, 4, 10, 20, 30, 40);
    assertThat(pieces.targets()).containsExactly(3, 4, 5, 6, 30, 40, 50, 60);
    assertThat(TWO.pieces(5).inputs()).isEqualTo(TWO.inputs());
  }

  @Test
  void partHoldsWholeSequences() {
    assertThat(TWO.part(1, 2).inputs()).containsExactly(10, 20, 30, 40, 50);
    assertThat(TWO.part(1, 2).targets()).containsExactly(30, 40, 50, 60, 70);
  }

  @Test
  void errorIsThatOfPredictingZeroInUnitsOfTheTargets() {
    Forecasts data = Forecasts.of(new double[][] {{0, 3, -4}}, 1);
    assertThat(data.normalizedError(new float[] {3, -4})).isZero();
    assertThat(data.normalizedError(new float[2])).isEqualTo(1);
    assertThat(data.normalizedError(new float[] {3, -3.5f})).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void badValuesAreRefused() {
    assertThatThrownBy(() -> Forecasts.of(new double[0][], 1))
        .hasMessage("series must be at least one (got 0)");
    assertThatThrownBy(() -> Forecasts.of(new double[1][5], 0))
        .hasMessage("ahead must be at least 1 (got 0)");
    assertThatThrownBy(() -> Forecasts.of(new double[1][5], 5))
        .hasMessage("series must have more than 5 values (got 5)");
    assertThatThrownBy(() -> Forecasts.of(new double[][] {{1, 2, 3}, {1, 2}}, 1))
        .hasMessage("series must all have 3 values (got 2)");
    assertThatThrownBy(() -> TWO.pieces(6)).hasMessage("length must lie in 1 to 5 (got 6)");
    assertThatThrownBy(() -> TWO.normalizedError(new float[9]))
        .hasMessage("predictions must be 10 (got 9)");
  }
}
