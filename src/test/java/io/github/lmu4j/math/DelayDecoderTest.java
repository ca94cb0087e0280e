package io.github.lmu4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Csv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelayDecoderTest {

  @Test
  void isTheShiftedLegendrePolynomials() {
    Csv csv = Csv.fixture("math/shifted_legendre.csv");
    int[] indices = csv.integers("index");
    double[] delays = csv.column("delay");
    double[] exact = csv.column("exact");

    assertThat(exact).isNotEmpty();
    for (int i = 0; i < exact.length; i++) {
      assertThat(new DelayDecoder(512, 1).decoder(delays[i])[indices[i]])
          .isCloseTo(exact[i], within(1e-12));
    }
  }

  @Test
  void readsTheNewestWithSignsAndTheOldestWithOnes() {
    DelayDecoder decoder = new DelayDecoder(5, 784);

    assertThat(decoder.decoder(0)).containsExactly(1, -1, 1, -1, 1);
    assertThat(decoder.decoder(784)).containsExactly(1, 1, 1, 1, 1);
    assertThat(new DelayDecoder(1, 784).decoder(300)).containsExactly(1);
  }

  @Test
  void dependsOnTheShareOfTheWindowAlone() {
    assertThat(new DelayDecoder(9, 40).decoder(10))
        .containsExactly(new DelayDecoder(9, 784).decoder(196));
  }

  @Test
  void severalDelaysAreOneRowEach() {
    DelayDecoder decoder = new DelayDecoder(6, 10);
    Matrix decoders = decoder.decoders(0, 2.5, 10);

    assertThat(decoders.rows()).isEqualTo(3);
    assertThat(decoders.row(0)).isEqualTo(decoder.decoder(0));
    assertThat(decoders.row(1)).isEqualTo(decoder.decoder(2.5));
    assertThat(decoders.row(2)).isEqualTo(decoder.decoder(10));
  }

  @ParameterizedTest
  @ValueSource(doubles = {20, 100, 180})
  void errorOfADelayFallsWithTheOrder(double delay) {
    double before = Double.POSITIVE_INFINITY;
    for (int order : new int[] {3, 6, 9, 12}) {
      double error = delayError(order, delay);
      assertThat(error).isLessThan(before / 2);
      before = error;
    }
    assertThat(before).isLessThan(1e-3);
  }

  /**
   * Largest error in reading two sines, of 1 and 1.7 periods in the window, delayed.
   *
   * <p>Zero-order hold keeps the value of a step's middle throughout the step: hence the half.
   */
  private static double delayError(int order, double delay) {
    double theta = 200;
    DiscreteStateSpace step = Discretizer.ZOH.discretize(order, theta);
    Matrix decoder = new DelayDecoder(order, theta).decoders(delay);
    Matrix memory = Matrix.of(order, 1, new double[order]);
    double largest = 0;
    for (int t = 1; t <= 2000; t++) {
      memory = step.a().multiply(memory).addScaled(sines((t - 0.5) / theta), step.b());
      if (t > 1000) {
        double error = decoder.multiply(memory).get(0, 0) - sines((t - delay) / theta);
        largest = Math.max(largest, Math.abs(error));
      }
    }
    return largest;
  }

  private static double sines(double windows) {
    return Math.sin(2 * Math.PI * windows) + Math.sin(1.7 * 2 * Math.PI * windows);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 10.1, Double.NaN})
  void refusesDelaysOutsideTheWindow(double delay) {
    DelayDecoder decoder = new DelayDecoder(3, 10);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.decoder(delay))
        .withMessage("delay must be from 0 to 10.0 (got %s)", delay);
    assertThatIllegalArgumentException().isThrownBy(() -> decoder.decoders(1, delay));
  }

  @Test
  void refusesWindowsThatAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DelayDecoder(0, 10))
        .withMessage("order must be at least 1 (got 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DelayDecoder(3, Double.NaN))
        .withMessage("theta must be positive and finite (got NaN)");
    assertThatIllegalArgumentException().isThrownBy(() -> new DelayDecoder(3, 10).decoders());
  }
}
