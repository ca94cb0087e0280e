package io.github.lmu4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTransformTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 12, 18, 64, 98})
  void anyLengthIsTheDefinition(int n) {
    double[] x = new Random(n).doubles((n + 1) / 2, -1, 1).toArray();
    double[] found = FourierTransform.ofReal(x, n);
    assertThat(found).hasSize(2 * (n / 2 + 1));
    for (int k = 0; k <= n / 2; k++) {
      double real = 0;
      double imaginary = 0;
      for (int t = 0; t < x.length; t++) {
        real += x[t] * Math.cos(-2 * Math.PI * k * t / n);
        imaginary += x[t] * Math.sin(-2 * Math.PI * k * t / n);
      }
      assertThat(found[2 * k]).isCloseTo(real, within(1e-12));
      assertThat(found[2 * k + 1]).isCloseTo(imaginary, within(1e-12));
    }
  }

  @Test
  void moreValuesThanTheLengthAreRefused() {
    assertThatThrownBy(() -> FourierTransform.ofReal(new double[3], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("n must be at least 1 and the number of values, 3 (got 2)");
  }
}
