package io.github.lmu4j.spiking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.data.NumpyRandomState;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScatteredSphereTest {

  private static final int COUNT = 1000;

  private static double[] points(int dimensions, long seed) {
    return ScatteredSphere.points(COUNT, dimensions, new NumpyRandomState(seed));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void pointsHaveLengthOne(int dimensions) {
    double[] points = points(dimensions, 0);
    assertThat(points).hasSize(COUNT * dimensions);
    for (int n = 0; n < COUNT; n++) {
      double square = 0;
      for (int j = 0; j < dimensions; j++) {
        square += points[n * dimensions + j] * points[n * dimensions + j];
      }
      assertThat(square).isCloseTo(1, Offset.offset(1e-12));
    }
  }

  /**
   * The mean point is near the centre, and no direction has more of the squares than another. Of
   * 1,000 independent points the mean would be 0.03 away.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void pointsAreSpreadEvenly(int dimensions) {
    for (int seed = 0; seed < 5; seed++) {
      double[] points = points(dimensions, seed);
      double away = 0;
      for (int i = 0; i < dimensions; i++) {
        double mean = 0;
        double squares = 0;
        for (int n = 0; n < COUNT; n++) {
          mean += points[n * dimensions + i] / COUNT;
          squares += points[n * dimensions + i] * points[n * dimensions + i] / COUNT;
        }
        away += mean * mean;
        assertThat(squares * dimensions).isCloseTo(1, Offset.offset(0.05));
      }
      assertThat(Math.sqrt(away)).isLessThan(0.01);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void seedDecidesThem(int dimensions) {
    assertThat(points(dimensions, 1)).isEqualTo(points(dimensions, 1));
    assertThat(points(dimensions, 1)).isNotEqualTo(points(dimensions, 2));
  }
}
