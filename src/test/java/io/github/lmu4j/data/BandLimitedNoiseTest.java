package io.github.lmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BandLimitedNoiseTest {

  private static final BandLimitedNoise NOISE = new BandLimitedNoise(2, 0.001, 5, 0.5);

  @Test
  void hasTheSizeAskedForAndNoMean() {
    double[] x = NOISE.signal(0);

    assertThat(x).hasSize(2000);
    assertThat(Math.sqrt(Arrays.stream(x).map(v -> v * v).average().orElseThrow()))
        .isCloseTo(0.5, within(1e-14));
    assertThat(Arrays.stream(x).average().orElseThrow()).isCloseTo(0, within(1e-14));
  }

  @Test
  void hasPowerUpToTheLimitAndNoneAbove() {
    double[] x = NOISE.signal(1);

    for (int k = 1; k <= 10; k++) {
      assertThat(power(x, k)).as("bin %d", k).isGreaterThan(1e-6);
    }
    for (int k = 11; k <= 1000; k++) {
      assertThat(power(x, k)).as("bin %d", k).isLessThan(1e-28);
    }
  }

  /** Over 2,000 signals: the standard error of a bin's share, 2/3 of its mean, is 1.5 percent. */
  @Test
  void frequenciesShareThePowerEvenly() {
    BandLimitedNoise white = new BandLimitedNoise(7, 1, 0.5, 1);
    double[] sum = new double[4];
    for (int seed = 0; seed < 2000; seed++) {
      double[] x = white.signal(seed);
      for (int k = 1; k <= 3; k++) {
        sum[k] += power(x, k) / 2000;
      }
    }
    double[] even = {0, 1.0 / 3, 1.0 / 3, 1.0 / 3};
    assertThat(sum).containsExactly(even, within(0.03));
  }

  /** With 8 samples, 3 bins have two coefficients each and the last has one: shares 2 2 2 1. */
  @Test
  void halfTheSamplingRateHasHalfTheShare() {
    BandLimitedNoise white = new BandLimitedNoise(8, 1, 0.5, 1);
    double[] sum = new double[5];
    for (int seed = 0; seed < 4000; seed++) {
      double[] x = white.signal(seed);
      for (int k = 1; k <= 4; k++) {
        sum[k] += power(x, k) / 4000;
      }
    }
    double[] shares = {0, 2.0 / 7, 2.0 / 7, 2.0 / 7, 1.0 / 7};
    assertThat(sum).containsExactly(shares, within(0.02));
  }

  @Test
  void seedDecidesTheSignal() {
    assertThat(NOISE.signal(3)).isEqualTo(NOISE.signal(3)).isNotEqualTo(NOISE.signal(4));
  }

  @Test
  void signalFromAValueIsTheSameSignalTurned() {
    double[] x = NOISE.signal(3);
    double[] turned = NOISE.signalFrom(0, 3);

    double nearest = Arrays.stream(x).map(Math::abs).min().orElseThrow();
    assertThat(Math.abs(turned[0])).isEqualTo(nearest);
    int shift = 0;
    while (x[shift] != turned[0]) {
      shift++;
    }
    for (int i = 0; i < x.length; i++) {
      assertThat(turned[i]).isEqualTo(x[(i + shift) % x.length]);
    }
  }

  @Test
  void badValuesAreRefused() {
    assertThatThrownBy(() -> new BandLimitedNoise(0, 0.001, 5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("period must be positive and finite (got 0.0)");
    assertThatThrownBy(() -> new BandLimitedNoise(1, Double.NaN, 5, 1))
        .hasMessage("dt must be positive and finite (got NaN)");
    assertThatThrownBy(() -> new BandLimitedNoise(1, 1, 0.5, 1))
        .hasMessage("period must be 2 to 2^30 times dt (got period 1.0, dt 1.0)");
    assertThatThrownBy(() -> new BandLimitedNoise(1, 0.001, 501, 1))
        .hasMessage("high must be at most half the sampling rate, 500.0 (got 501.0)");
    assertThatThrownBy(() -> new BandLimitedNoise(2, 0.001, 0.4, 1))
        .hasMessage("high must be at least 1 / period, 0.5 (got 0.4)");
    assertThatThrownBy(() -> NOISE.signal(-1)).hasMessage("seed must be 0 to 2^32 - 1 (got -1)");
  }

  /** The mean square of the k-th frequency of x. */
  private static double power(double[] x, int k) {
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < x.length; i++) {
      double phase = 2 * Math.PI * ((long) i * k % x.length) / x.length;
      real += x[i] * Math.cos(phase);
      imaginary += x[i] * Math.sin(phase);
    }
    double both = 2 * k == x.length ? 1 : 2;
    return both * (real * real + imaginary * imaginary) / ((double) x.length * x.length);
  }
}
