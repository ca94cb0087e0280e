package io.github.lmu4j.math;

import static io.github.lmu4j.testing.Matrices.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Csv;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares step matrices with those of SciPy, and with those of Arb, which are exact. */
class DiscretizerParityTest {

  private static final double[] THETAS = {784, 4.2, 1};

  /** The high orders take a second each, so that each is made once. */
  private static final Map<List<Number>, DiscreteStateSpace> ZOH = new ConcurrentHashMap<>();

  private static DiscreteStateSpace zoh(int order, double theta) {
    return ZOH.computeIfAbsent(
        List.of(order, theta), key -> Discretizer.ZOH.discretize(order, theta));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 32, 256, 468, 512})
  void zohIsExact(int order) {
    List<Entry> entries = Entry.of(Csv.fixture("math/zoh.csv"), "exact");
    Csv sums = Csv.fixture("math/zoh_sums.csv");
    for (double theta : THETAS) {
      DiscreteStateSpace step = zoh(order, theta);

      assertMatch(step, theta, entries);
      assertSumsMatch(step, theta, sums);
    }
  }

  /** Not the high orders of the short windows: there SciPy itself is off by up to 8e-12. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 32, 256, 468, 512})
  void zohMatchesScipy(int order) {
    List<Entry> entries = Entry.of(Csv.fixture("math/zoh.csv"), "scipy");
    for (double theta : order <= 32 ? THETAS : new double[] {784}) {
      assertMatch(zoh(order, theta), theta, entries);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 32, 256, 468, 512})
  void eulerMatchesScipy(int order) {
    List<Entry> entries = Entry.of(Csv.fixture("math/euler.csv"), "scipy");
    for (double theta : THETAS) {
      assertMatch(Discretizer.EULER.discretize(order, theta), theta, entries);
    }
  }

  /** One entry of [A, B]. */
  private record Entry(int order, double theta, int row, int column, double value) {

    static List<Entry> of(Csv csv, String name) {
      int[] orders = csv.integers("order");
      double[] thetas = csv.column("theta");
      int[] rows = csv.integers("row");
      int[] columns = csv.integers("column");
      double[] values = csv.column(name);
      return IntStream.range(0, values.length)
          .mapToObj(i -> new Entry(orders[i], thetas[i], rows[i], columns[i], values[i]))
          .toList();
    }

    double in(DiscreteStateSpace step) {
      return column < order ? step.a().get(row, column) : step.b().get(row, 0);
    }
  }

  /**
   * In units of the largest entry of [A, B], and those of B in units of its own largest. A has no
   * unit of its own: where theta = 1, a step forgets nearly all, and A is nearly zero.
   */
  private static void assertMatch(DiscreteStateSpace step, double theta, List<Entry> entries) {
    List<Entry> both =
        entries.stream()
            .filter(entry -> entry.order == step.order() && entry.theta == theta)
            .toList();
    List<Entry> b = both.stream().filter(entry -> entry.column == entry.order).toList();

    for (List<Entry> expected : List.of(both, b)) {
      assertThat(
              relativeDifference(
                  expected.stream().mapToDouble(entry -> entry.in(step)).toArray(),
                  expected.stream().mapToDouble(Entry::value).toArray()))
          .isLessThan(1e-12);
    }
  }

  /**
   * Sums over whole rows (axis 0) and columns (axis 1), in units of the largest sum of magnitudes.
   */
  private static void assertSumsMatch(DiscreteStateSpace step, double theta, Csv csv) {
    int order = step.order();
    int[] orders = csv.integers("order");
    double[] thetas = csv.column("theta");
    int[] axes = csv.integers("axis");
    int[] indices = csv.integers("index");
    double[] sums = csv.column("exact");
    double[] norms = csv.column("norm");
    int[] lines =
        IntStream.range(0, sums.length)
            .filter(i -> orders[i] == order && thetas[i] == theta)
            .toArray();

    assertThat(lines).hasSizeGreaterThan(1);
    for (int i : lines) {
      DoubleStream summands =
          axes[i] == 0
              ? DoubleStream.concat(
                  Arrays.stream(step.a().row(indices[i])), Arrays.stream(step.b().row(indices[i])))
              : Arrays.stream(
                  indices[i] < order ? step.a().column(indices[i]) : step.b().column(0));
      assertThat(summands.sum()).isCloseTo(sums[i], within(1e-12 * norms[i]));
    }
  }
}
