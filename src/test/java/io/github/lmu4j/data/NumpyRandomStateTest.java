package io.github.lmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Csv;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyRandomStateTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 42, 4294967295L})
  void permutationIsNumpys(long seed) {
    int[] expected = Csv.fixture("data/random_permutation.csv").integers("seed_" + seed);

    assertThat(new NumpyRandomState(seed).permutation(expected.length)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 42, 4294967295L})
  void uniformDrawsAreNumpysToTheBit(long seed) {
    NumpyRandomState random = new NumpyRandomState(seed);

    for (double expected : Csv.fixture("data/random_sample.csv").column("seed_" + seed)) {
      assertThat(random.randomSample()).isEqualTo(expected);
    }
  }

  /** A few units in the last place: the logarithm is not correctly rounded, here or there. */
  @ParameterizedTest
  @ValueSource(longs = {0, 42, 4294967295L})
  void normalDrawsAreNumpys(long seed) {
    NumpyRandomState random = new NumpyRandomState(seed);

    for (double expected : Csv.fixture("data/standard_normal.csv").column("seed_" + seed)) {
      assertThat(random.standardNormal())
          .isCloseTo(expected, within(4 * Math.ulp(Math.abs(expected))));
    }
  }

  @Test
  void shuffleIsThePermutationOfItsPositions() {
    int[] array = {10, 11, 12, 13, 14, 15, 16};
    new NumpyRandomState(3).shuffle(array);

    int[] order = new NumpyRandomState(3).permutation(7);
    assertThat(array).isEqualTo(Arrays.stream(order).map(i -> 10 + i).toArray());
  }

  @Test
  void permutationOfNothingIsEmpty() {
    assertThat(new NumpyRandomState(0).permutation(0)).isEmpty();
    assertThatThrownBy(() -> new NumpyRandomState(0).permutation(-1))
        .hasMessage("n must be at least 0 (got -1)");
  }

  @Test
  void seedOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new NumpyRandomState(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seed must be 0 to 2^32 - 1 (got -1)");
    assertThatThrownBy(() -> new NumpyRandomState(1L << 32))
        .hasMessage("seed must be 0 to 2^32 - 1 (got 4294967296)");
  }
}
