package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.testing.Gradients;
import io.github.lmu4j.testing.Matrices;
import io.github.lmu4j.testing.MemoryReference;
import io.github.lmu4j.testing.Sandbox;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.Output;
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

  private final Sandbox sandbox = new Sandbox();
  private final Ops tf = sandbox.tf();

  @AfterEach
  void close() {
    sandbox.close();
  }

  /** What is computed, of which size, and how. */
  record Case(
      int steps, int channels, int order, double theta, FilterMethod method, boolean known) {

    /** Where the length is not known, an input counts for five windows. */
    int window() {
      return known ? steps : (int) Math.ceil(5 * theta);
    }

    <T extends TFloating> LinearMemory memory(Class<T> type) {
      return new LinearMemory(
          MemorySystem.of(order, theta, Discretizer.ZOH, Precision.EXACT, type), method, 0);
    }

    MemoryReference reference() {
      return new MemoryReference(Discretizer.ZOH.discretize(order, theta), channels, window());
    }
  }

  static Stream<Case> sequenceCases() {
    return cases(FilterMethod.BLOCKED, FilterMethod.FFT, FilterMethod.RAW);
  }

  /** The final state is computed in one way. */
  static Stream<Case> finalCases() {
    return cases(FilterMethod.AUTO);
  }

  /** The other methods multiply their sequence with W. */
  static Stream<Case> projectionCases() {
    return cases(FilterMethod.AUTO, FilterMethod.BLOCKED);
  }

  private static Stream<Case> cases(FilterMethod... methods) {
    return Stream.of(methods)
        .flatMap(method -> Stream.concat(cases(method, true), cases(method, false)));
  }

  private static Stream<Case> cases(FilterMethod method, boolean known) {
    return Stream.of(
        new Case(1, 1, 1, 1, method, known),
        new Case(7, 2, 3, 5, method, known),
        new Case(64, 1, 4, 10, method, known),
        new Case(60, 1, 1, 4.5, method, known),
        new Case(61, 3, 2, 5, method, known),
        new Case(67, 3, 5, 12.5, method, known),
        new Case(131, 4, 24, 100, method, known));
  }

  @ParameterizedTest
  @MethodSource("sequenceCases")
  void sequenceEqualsTheConvolution(Case test) {
    sequenceEqualsTheConvolution(test, TFloat64.class);
    sequenceEqualsTheConvolution(test, TFloat32.class);
  }

  private <T extends TFloating> void sequenceEqualsTheConvolution(Case test, Class<T> type) {
    double[] u = random(1, BATCH * test.steps * test.channels);
    double[] weights = random(2, u.length * test.order);
    Operand<T> x = input(test, type);
    Operand<T> m = test.memory(type).sequence(tf, x);
    assertThat(m.shape().asArray())
        .containsExactly(-1, test.known ? test.steps : -1, (long) test.channels * test.order);
    Values<T> values = new Values<>(type, x, u);
    values.expect(m, test.reference().memory(u, test.steps));
    values.expectGradient(m, weights, x, test.reference().gradient(weights, test.steps));
    values.compare();
  }

  @ParameterizedTest
  @MethodSource("finalCases")
  void finalStateIsTheLastOfTheSequence(Case test) {
    finalStateIsTheLastOfTheSequence(test, TFloat64.class);
    finalStateIsTheLastOfTheSequence(test, TFloat32.class);
  }

  private <T extends TFloating> void finalStateIsTheLastOfTheSequence(Case test, Class<T> type) {
    double[] u = random(1, BATCH * test.steps * test.channels);
    int width = test.channels * test.order;
    double[] sequence = test.reference().memory(u, test.steps);
    double[] weights = random(2, BATCH * width);
    double[] last = new double[BATCH * width];
    double[] sparse = new double[sequence.length];
    for (int b = 0; b < BATCH; b++) {
      int from = ((b + 1) * test.steps - 1) * width;
      System.arraycopy(sequence, from, last, b * width, width);
      System.arraycopy(weights, b * width, sparse, from, width);
    }
    Operand<T> x = input(test, type);
    Operand<T> m = test.memory(type).finalState(tf, x);
    assertThat(m.shape().asArray()).containsExactly(-1, width);
    Values<T> values = new Values<>(type, x, u);
    values.expect(m, last);
    values.expectGradient(m, weights, x, test.reference().gradient(sparse, test.steps));
    values.compare();
  }

  @ParameterizedTest
  @MethodSource("projectionCases")
  void projectionIsAProductWithTheSequence(Case test) {
    projectionIsAProductWithTheSequence(test, TFloat64.class, 1);
    projectionIsAProductWithTheSequence(test, TFloat64.class, 3);
    projectionIsAProductWithTheSequence(test, TFloat32.class, 2);
  }

  private <T extends TFloating> void projectionIsAProductWithTheSequence(
      Case test, Class<T> type, int units) {
    double[] u = random(1, BATCH * test.steps * test.channels);
    int width = test.channels * test.order;
    Matrix w = Matrices.random(width, units, 2);
    Matrix weights = Matrices.random(BATCH * test.steps, units, 3);
    Matrix m = Matrix.of(BATCH * test.steps, width, test.reference().memory(u, test.steps));
    double[] back = weights.multiply(w.transpose()).toArray();

    Operand<T> x = input(test, type);
    Operand<T> kernel = Constants.of(tf, type, w);
    Operand<T> projected = test.memory(type).projected(tf, x, kernel);
    assertThat(projected.shape().asArray())
        .containsExactly(-1, test.known ? test.steps : -1, units);
    Values<T> values = new Values<>(type, x, u);
    values.expect(projected, m.multiply(w).toArray());
    values.expectGradient(
        projected, weights.toArray(), x, test.reference().gradient(back, test.steps));
    values.expectGradient(
        projected, weights.toArray(), kernel, m.transpose().multiply(weights).toArray());
    values.compare();
  }

  @ParameterizedTest
  @EnumSource(FilterMethod.class)
  void encoderFoldsIntoTheProjection(FilterMethod method) {
    Case test = new Case(37, 3, 4, 9, method, true);
    LinearMemory memory = test.memory(TFloat64.class);
    Operand<TFloat64> x =
        tf.constant(Shape.of(BATCH, 37, 2), DataBuffers.of(random(1, BATCH * 37 * 2)));
    Operand<TFloat64> encoder = tf.constant(Shape.of(2, 3), DataBuffers.of(random(2, 6)));
    Operand<TFloat64> w = tf.constant(Shape.of(12, 5), DataBuffers.of(random(3, 60)));
    Operand<TFloat64> apart = memory.projected(tf, Contraction.lastAxis(tf, x, encoder), w);
    Operand<TFloat64> folded = memory.projected(tf, x, memory.folded(tf, encoder, w));
    assertThat(
            Matrices.relativeDifference(
                sandbox.value(folded).toDoubles(), sandbox.value(apart).toDoubles()))
        .isLessThan(1e-12);
    Gradients.check(sandbox.session(), folded, x, encoder, w);
    Gradients.check(sandbox.session(), apart, x, encoder, w);
  }

  /** The sizes of psMNIST, in both precisions: the recurrence's own rounding must not show. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void waysAgreeAtFullSizeInFloat32(Precision precision) {
    MemorySystem system = MemorySystem.of(256, 784, Discretizer.ZOH, precision, TFloat32.class);
    double[] random = random(1, 784);
    Operand<TFloat32> u = Constants.of(tf, TFloat32.class, Shape.of(1, 784, 1), random);
    Operand<TFloat32> w = Constants.of(tf, TFloat32.class, Matrices.random(256, 3, 2));
    LinearMemory memory = LinearMemory.of(system);
    LinearMemory fft = new LinearMemory(system, FilterMethod.FFT, 0);
    double[] expected = sandbox.value(fft.sequence(tf, u)).toDoubles();
    double[] blocked = sandbox.value(memory.sequence(tf, u)).toDoubles();
    assertThat(Matrices.relativeDifference(blocked, expected)).isLessThan(1e-5);
    double[] last = sandbox.value(memory.finalState(tf, u)).toDoubles();
    double[] end = Arrays.copyOfRange(expected, 783 * 256, 784 * 256);
    assertThat(Matrices.relativeDifference(last, end)).isLessThan(1e-5);
    double[] projected = sandbox.value(memory.projected(tf, u, w)).toDoubles();
    double[] product = sandbox.value(fft.projected(tf, u, w)).toDoubles();
    assertThat(Matrices.relativeDifference(projected, product)).isLessThan(1e-5);
  }

  @Test
  void rawMayLeaveOutTheEndOfTheImpulseResponse() {
    MemorySystem system = MemorySystem.of(6, 7, Discretizer.ZOH, Precision.EXACT, TFloat64.class);
    // As many as Keras-LMU 0.9.0 keeps.
    assertThat(system.significantSteps(50, 1e-2)).isEqualTo(11);
    assertThat(system.significantSteps(50, 1e-4)).isEqualTo(19);
    assertThat(system.significantSteps(50, 0)).isEqualTo(50);
    double[] u = random(1, BATCH * 50);
    double[] expected = new MemoryReference(system.stateSpace(), 1, 11).memory(u, 50);
    LinearMemory memory = new LinearMemory(system, FilterMethod.RAW, 1e-2);
    Operand<TFloat64> x = tf.constant(Shape.of(BATCH, 50, 1), DataBuffers.of(u));
    double[] sequence = sandbox.value(memory.sequence(tf, x)).toDoubles();
    assertThat(Matrices.relativeDifference(sequence, expected)).isLessThan(1e-12);
    double[] last = sandbox.value(memory.finalState(tf, x)).toDoubles();
    assertThat(
            Matrices.relativeDifference(
                Arrays.copyOf(last, 6), Arrays.copyOfRange(expected, 49 * 6, 50 * 6)))
        .isLessThan(1e-12);
  }

  @Test
  void refusesWhatDoesNotFit() {
    MemorySystem system = MemorySystem.of(6, 7, Discretizer.ZOH, Precision.EXACT, TFloat32.class);
    assertThatThrownBy(() -> new LinearMemory(system, FilterMethod.RAW, -1))
        .hasMessage("truncateIr must be at least 0 (got -1.0)");
    assertThatThrownBy(() -> new LinearMemory(system, FilterMethod.FFT, 0.1))
        .hasMessage("truncateIr must be 0 unless the method is RAW (got 0.1 with FFT)");
    LinearMemory memory = LinearMemory.of(system);
    Operand<TFloat32> flat = tf.constant(new float[2][3]);
    assertThatThrownBy(() -> memory.sequence(tf, flat))
        .hasMessage(
            "the input must have shape (batch, time, channels), with known channels (got [2, 3])");
    Operand<TFloat32> u = tf.constant(new float[2][3][2]);
    assertThatThrownBy(() -> memory.projected(tf, u, flat))
        .hasMessage("W must have a known shape (12, units) (got [2, 3])");
    assertThatThrownBy(() -> memory.folded(tf, u, flat))
        .hasMessage("the encoder must have a known shape (inputs, d) (got [2, 3, 2])");
  }

  private <T extends TFloating> Operand<T> input(Case test, Class<T> type) {
    return tf.placeholder(
        type, Placeholder.shape(Shape.of(-1, test.known ? test.steps : -1, test.channels)));
  }

  private static double[] random(long seed, int count) {
    return new Random(seed).doubles(count, -1, 1).toArray();
  }

  /** Compares what the graph gives for one input, all of it in one run. */
  private final class Values<T extends TFloating> {
    private final Class<T> type;
    private final Operand<T> input;
    private final Array fed;
    private final List<Operand<?>> fetched = new ArrayList<>();
    private final List<double[]> expected = new ArrayList<>();

    Values(Class<T> type, Operand<T> input, double[] value) {
      this.type = type;
      this.input = input;
      long size = input.shape().get(2);
      fed =
          Array.of(Shape.of(BATCH, value.length / BATCH / size, size), value).cast(DType.of(type));
    }

    void expect(Operand<T> operand, double[] value) {
      fetched.add(operand);
      expected.add(value);
    }

    /** The gradient of {@code sum(weights * result)}. */
    void expectGradient(Operand<T> result, double[] weights, Operand<T> by, double[] value) {
      Operand<T> flat = tf.reshape(result, tf.constant(new int[] {-1}));
      Operand<T> constants = Constants.of(tf, type, Shape.of(weights.length), weights);
      Operand<T> loss = tf.sum(tf.math.mul(flat, constants), tf.constant(0));
      Output<?>[] gradients =
          sandbox.graph().addGradients(loss.asOutput(), new Output<?>[] {by.asOutput()});
      fetched.add(gradients[0]);
      expected.add(value);
    }

    void compare() {
      try (Tensor tensor = fed.toTensor()) {
        var runner = sandbox.session().runner().feed(input, tensor);
        fetched.forEach(runner::fetch);
        try (var result = runner.run()) {
          for (int i = 0; i < expected.size(); i++) {
            double[] actual = Array.of(result.get(i)).toDoubles();
            assertThat(Matrices.relativeDifference(actual, expected.get(i)))
                .isLessThan(type == TFloat64.class ? 1e-12 : 1e-5);
          }
        }
      }
    }
  }
}
