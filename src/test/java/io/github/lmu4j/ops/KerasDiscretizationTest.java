package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.testing.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

class KerasDiscretizationTest {

  private static final Csv CSV = Csv.fixture("keras3/discretization/impulse_response.csv");

  /** One impulse response that keras-lmu computed. */
  record Case(int order, double theta, int steps, boolean euler, boolean float64) {

    Matrix impulseResponse(Precision precision) {
      return MemorySystem.of(
              order,
              theta,
              euler ? Discretizer.EULER : Discretizer.ZOH,
              precision,
              float64 ? TFloat64.class : TFloat32.class)
          .impulseResponse(steps);
    }
  }

  /** An entry of it. */
  record Entry(int step, int index, double value) {}

  /**
   * In float32 the scheme amplifies the rounding of large orders, which is that of the processor's
   * matrix products: another processor may be as far away as the scheme is from the truth.
   */
  @Test
  void impulseResponseIsCloseToThatOfKeras() {
    cases()
        .forEach(
            (test, entries) -> {
              double tolerance = test.float64 ? 1e-13 : test.order <= 40 ? 1e-6 : 5e-3;
              assertThat(difference(test, Precision.KERAS, entries))
                  .as(test.toString())
                  .isLessThan(tolerance);
            });
  }

  @Test
  void impulseResponseIsThatOfKerasToTheBitOnTheSameKindOfProcessor() throws IOException {
    assumeTrue(
        Files.isReadable(Path.of("/proc/cpuinfo"))
            && Files.readString(Path.of("/proc/cpuinfo")).contains("avx512"),
        "the fixtures were made with AVX-512, whose matrix products round otherwise than others");
    cases()
        .forEach(
            (test, entries) ->
                assertThat(difference(test, Precision.KERAS, entries))
                    .as(test.toString())
                    .isZero());
  }

  @Test
  void exactImpulseResponseIsAnother() {
    Case test = new Case(256, 784, 784, false, false);
    assertThat(difference(test, Precision.EXACT, cases().getOrDefault(test, List.of())))
        .isGreaterThan(1e-5);
  }

  /** The largest difference, relative to the largest value of the whole impulse response. */
  private static double difference(Case test, Precision precision, List<Entry> entries) {
    Matrix response = test.impulseResponse(precision);
    double largest = 0;
    for (double value : response.toArray()) {
      largest = Math.max(largest, Math.abs(value));
    }
    double difference = 0;
    for (Entry entry : entries) {
      double actual = response.get(entry.step, entry.index);
      difference = Math.max(difference, Math.abs(actual - entry.value));
    }
    return difference / largest;
  }

  private static Map<Case, List<Entry>> cases() {
    int[] orders = CSV.integers("order");
    double[] thetas = CSV.column("theta");
    int[] steps = CSV.integers("steps");
    int[] euler = CSV.integers("euler");
    int[] float64 = CSV.integers("float64");
    int[] step = CSV.integers("step");
    int[] index = CSV.integers("index");
    double[] value = CSV.column("value");
    Map<Case, List<Entry>> cases = new LinkedHashMap<>();
    for (int row = 0; row < value.length; row++) {
      Case test =
          new Case(orders[row], thetas[row], steps[row], euler[row] == 1, float64[row] == 1);
      cases
          .computeIfAbsent(test, t -> new ArrayList<>())
          .add(new Entry(step[row], index[row], value[row]));
    }
    return cases;
  }
}
