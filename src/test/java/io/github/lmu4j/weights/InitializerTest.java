package io.github.lmu4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.weights.VarianceScaling.Distribution;
import io.github.lmu4j.weights.VarianceScaling.Mode;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

class InitializerTest {

  /** Standard deviation of a normal distribution cut at two. */
  private static final double CUT = 0.87962566;

  private static double[] values(Initializer initializer, long... shape) {
    return initializer.values(Shape.of(shape), new Random(5));
  }

  @Test
  void constantsAreConstant() {
    assertThat(values(new Zeros(), 2, 3)).containsExactly(0, 0, 0, 0, 0, 0);
    assertThat(values(new Ones(), 3)).containsExactly(1, 1, 1);
    assertThat(values(new Constant(-0.5), 2, 1)).containsExactly(-0.5, -0.5);
    assertThat(values(new Identity(3), 2, 3)).containsExactly(3, 0, 0, 0, 3, 0);
  }

  /** name, mean, standard deviation and greatest distance from the mean, of a (300, 200) weight. */
  @ParameterizedTest
  @CsvSource({
    "random_uniform, 0, 0.028867513, 0.05",
    "random_normal, 0, 0.05, 1",
    "truncated_normal, 0, 0.0439812831, 0.1",
    "variance_scaling, 0, 0.057735027, 0.131272",
    "glorot_uniform, 0, 0.063245553, 0.109544512",
    "glorot_normal, 0, 0.063245553, 0.143801",
    "he_uniform, 0, 0.081649658, 0.141421357",
    "he_normal, 0, 0.081649658, 0.185647",
    "lecun_uniform, 0, 0.057735027, 0.1",
    "lecun_normal, 0, 0.057735027, 0.131272",
  })
  void distributionsHaveTheirMoments(String name, double mean, double deviation, double reach) {
    double[] values = values(Initializer.of(name), 300, 200);
    double average = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - average) * (v - average)).average().orElseThrow();
    // 60,000 draws: five standard errors of the mean, 2 % of the deviation.
    assertThat(average).isCloseTo(mean, within(5 * deviation / Math.sqrt(values.length)));
    assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(0.02 * deviation));
    assertThat(Arrays.stream(values).map(v -> Math.abs(v - mean)).max().orElseThrow())
        .isLessThanOrEqualTo(reach);
  }

  @Test
  void varianceFollowsFanOut() {
    double[] values =
        values(new VarianceScaling(0.5, Mode.FAN_OUT, Distribution.UNTRUNCATED_NORMAL), 300, 200);
    double variance = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
    assertThat(variance).isCloseTo(0.5 / 200, within(0.02 * 0.5 / 200));
    assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow()).isGreaterThan(0.15);
  }

  @Test
  void fansCountTheReceptiveField() {
    double[] kernel = values(VarianceScaling.heUniform(), 5, 3, 4);
    double limit = Math.sqrt(3 * 2.0 / 15);
    assertThat(Arrays.stream(kernel).map(Math::abs).max().orElseThrow())
        .isBetween(0.8 * limit, limit);
  }

  @Test
  void truncatedNormalMovesWithMeanAndDeviation() {
    double[] values = values(new TruncatedNormal(3, 0.5), 60_000);
    assertThat(Arrays.stream(values).map(v -> Math.abs(v - 3)).max().orElseThrow())
        .isBetween(0.99, 1.0);
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(v -> (v - 3) * (v - 3)).average().orElseThrow();
    assertThat(mean).isCloseTo(3, within(0.01));
    assertThat(Math.sqrt(variance)).isCloseTo(0.5 * CUT, within(0.005));
  }

  static Stream<Shape> matrices() {
    return Stream.of(Shape.of(7, 7), Shape.of(9, 4), Shape.of(4, 9), Shape.of(2, 3, 5));
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void orthogonalHasOrthogonalRowsOrColumns(Shape shape) {
    int columns = (int) shape.get(-1);
    int rows = (int) shape.size() / columns;
    double[] values = new Orthogonal(1.5).values(shape, new Random(5));
    int few = Math.min(rows, columns);
    for (int i = 0; i < few; i++) {
      for (int j = 0; j < few; j++) {
        double dot = 0;
        for (int k = 0; k < Math.max(rows, columns); k++) {
          dot +=
              rows < columns
                  ? values[i * columns + k] * values[j * columns + k]
                  : values[k * columns + i] * values[k * columns + j];
        }
        assertThat(dot).isCloseTo(i == j ? 2.25 : 0, within(1e-14));
      }
    }
  }

  @Test
  void seedsDecideTheValues() {
    Shape shape = Shape.of(3, 3);
    Initializer initializer = new Orthogonal(1);
    assertThat(initializer.values(shape, new Random(1)))
        .isEqualTo(initializer.values(shape, new Random(1)))
        .isNotEqualTo(initializer.values(shape, new Random(2)));
    Initializer seeded = initializer.seeded(3);
    assertThat(seeded.values(shape, new Random(1)))
        .isEqualTo(seeded.values(shape, new Random(2)))
        .isEqualTo(initializer.values(shape, new Random(3)));
  }

  @ParameterizedTest
  @CsvSource({
    "zeros, Zeros",
    "ones, Ones",
    "constant, Constant",
    "random_uniform, RandomUniform",
    "random_normal, RandomNormal",
    "truncated_normal, TruncatedNormal",
    "variance_scaling, VarianceScaling",
    "glorot_uniform, GlorotUniform",
    "glorot_normal, GlorotNormal",
    "he_uniform, HeUniform",
    "he_normal, HeNormal",
    "lecun_uniform, LecunUniform",
    "lecun_normal, LecunNormal",
    "orthogonal, OrthogonalInitializer",
    "identity, IdentityInitializer",
    "uniform, random_uniform",
    "normal, random_normal",
  })
  void bothOfKerasNamesFindTheSame(String function, String other) {
    assertThat(Initializer.of(function)).isEqualTo(Initializer.of(other));
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> Initializer.of("glorot"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(got glorot)");
    assertThatThrownBy(() -> values(new Orthogonal(1), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two axes or more");
    assertThatThrownBy(() -> values(new Identity(1), 3, 3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("matrices only");
    assertThatThrownBy(() -> new RandomNormal(0, -1)).hasMessageContaining("stddev");
    assertThatThrownBy(() -> new TruncatedNormal(0, -1)).hasMessageContaining("stddev");
    assertThatThrownBy(() -> new RandomUniform(1, 0)).hasMessageContaining("minval");
  }
}
