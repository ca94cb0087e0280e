package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.testing.MemoryReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

class LinearMemoryTest {

  private static final int BATCH = 2;

  /** Sizes of a case: steps, channels, order, theta. */
  record Size(int steps, int channels, int order, double theta) {}

  static Stream<Arguments> cases() {
    List<Size> sizes =
        List.of(
            new Size(1, 1, 1, 1),
            new Size(7, 2, 3, 5),
            new Size(16, 1, 4, 10),
            new Size(33, 3, 5, 12.5),
            new Size(100, 1, 24, 60),
            new Size(131, 4, 7, 40));
    List<Arguments> cases = new ArrayList<>();
    for (Size size : sizes) {
      for (FilterMethod method : FilterMethod.values()) {
        for (boolean known : new boolean[] {true, false}) {
          cases.add(Arguments.of(size, method, known));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecurrenceInFloat64(Size size, FilterMethod method, boolean known) {
    check(TFloat64.class, size, method, known, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecurrenceInFloat32(Size size, FilterMethod method, boolean known) {
    check(TFloat32.class, size, method, known, 1e-5);
  }

  private static <T extends TFloating> void check(
      Class<T> type, Size size, FilterMethod method, boolean known, double tolerance) {
    MemorySystem system =
        MemorySystem.of(size.order, size.theta, Discretizer.ZOH, Precision.EXACT, type);
    LinearMemory memory = new LinearMemory(system, method, 0);
    Case test = new Case(size, system);

    test.check(type, known, memory::sequence, tolerance);
  }

  /** One case's random input and weights, with what must come out. */
  private static final class Case {
    private final Size size;
    private final double[] u;
    private final MemoryReference reference;

    Case(Size size, MemorySystem system) {
      this.size = size;
      u = random(1, BATCH * size.steps * size.channels);
      reference = new MemoryReference(system.stateSpace(), size.channels);
    }

    <T extends TFloating> void check(
        Class<T> type,
        boolean known,
        BiFunction<Ops, Operand<T>, Operand<T>> filter,
        double tolerance) {
      double[] weights = random(2, BATCH * size.steps * size.channels * size.order);
      double[] m = new double[0];
      double[] gradient = new double[0];
      for (int b = 0; b < BATCH; b++) {
        m = join(m, reference.memory(part(u, b)));
        gradient = join(gradient, reference.gradient(part(weights, b)));
      }
      try (Graph graph = new Graph();
          Session session = new Session(graph)) {
        Ops tf = Ops.create(graph);
        Shape shape = Shape.of(BATCH, size.steps, size.channels);
        Operand<TFloat64> x =
            tf.placeholder(
                TFloat64.class,
                Placeholder.shape(Shape.of(-1, known ? size.steps : -1, size.channels)));
        Operand<T> cast = tf.dtypes.cast(x, type);
        Operand<T> y = filter.apply(tf, cast);
        Operand<TFloat64> wide = tf.dtypes.cast(y, TFloat64.class);
        Operand<TFloat64> loss =
            tf.sum(
                tf.math.mul(tf.reshape(wide, tf.constant(new int[] {-1})), tf.constant(weights)),
                tf.constant(0));
        Output<?>[] gradients = graph.addGradients(loss.asOutput(), new Output<?>[] {x.asOutput()});
        try (TFloat64 fed = TFloat64.tensorOf(shape, DataBuffers.of(u));
            var result = session.runner().feed(x, fed).fetch(wide).fetch(gradients[0]).run()) {
          assertThat(result.get(0).shape())
              .isEqualTo(Shape.of(BATCH, size.steps, (long) size.channels * size.order));
          assertClose(values(result.get(0)), m, tolerance);
          assertClose(values(result.get(1)), gradient, tolerance);
        }
      }
    }

    private static double[] part(double[] values, int b) {
      int length = values.length / BATCH;
      return Arrays.copyOfRange(values, b * length, (b + 1) * length);
    }
  }

  private static double[] join(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static double[] random(long seed, int count) {
    return new Random(seed).doubles(count, -1, 1).toArray();
  }

  private static double[] values(Tensor tensor) {
    double[] values = new double[(int) tensor.shape().size()];
    ((TFloat64) tensor).copyTo(DataBuffers.of(values));
    return values;
  }

  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance * largest)) {
        throw new AssertionError(
            "entry %d must be %s to %s of the largest, %s (got %s)"
                .formatted(i, expected[i], tolerance, largest, actual[i]));
      }
    }
  }
}
