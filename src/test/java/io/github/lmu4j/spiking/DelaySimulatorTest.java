package io.github.lmu4j.spiking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.data.BandLimitedNoise;
import io.github.lmu4j.testing.DelayReference;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

class DelaySimulatorTest {

  private static final int NEURONS = 50;
  private static final Ensemble ENSEMBLE = Ensemble.random(NEURONS, 8, 1);

  /** Two seconds, a part of a block at the end. */
  private static final double[] U =
      Arrays.copyOf(new BandLimitedNoise(3, 0.001, 2, 0.3).signal(0), 2017);

  private static final int LEARNING = 1777;

  /** Learns fast, so that a mistake in the rule would show. */
  private static final DelayNetwork NETWORK =
      new DelayNetwork(
          1,
          8,
          0.001,
          0.3,
          NeuronType.SPIKING,
          new Lowpass(0.005),
          new Pes(1e-3, new Lowpass(0.01)));

  private static DelayRun run(DelayNetwork network, DType type, int block) {
    try (DelaySimulator simulator = DelaySimulator.of(network, ENSEMBLE, zeros(), type, block)) {
      return simulator.run(U, LEARNING, done -> {});
    }
  }

  private static Array zeros() {
    return Array.zeros(Shape.of(NEURONS), DType.FLOAT64);
  }

  private static void assertClose(Array actual, Array expected, double bound) {
    double largest = Arrays.stream(expected.toDoubles()).map(Math::abs).max().orElseThrow();
    assertThat(largest).isPositive();
    assertThat(actual.toDoubles())
        .containsExactly(expected.toDoubles(), Offset.offset(bound * largest));
  }

  @ParameterizedTest
  @CsvSource({"SPIKING,1", "SPIKING,7", "SPIKING,64", "RATE,1", "RATE,64"})
  void blocksOfAnySizeEqualThePlainRecurrence(NeuronType neurons, int block) {
    DelayNetwork network = NETWORK.withNeurons(neurons);
    DelayRun run = run(network, DType.FLOAT64, block);
    DelayRun reference = DelayReference.run(network, ENSEMBLE, U, LEARNING);
    assertClose(run.decoded(), reference.decoded(), 1e-10);
    assertClose(run.weights(), reference.weights(), 1e-10);
    assertClose(run.memory(), reference.memory(), 1e-12);
    assertThat(run.target()).isEqualTo(reference.target());
    assertThat(run.u()).isEqualTo(reference.u());
  }

  /** With spikes, rounding moves some to the next step; currents have no such jumps. */
  @Test
  void floatsComeCloseToDoubles() {
    DelayNetwork network = NETWORK.withNeurons(NeuronType.RATE);
    assertClose(
        run(network, DType.FLOAT32, 64).decoded(), run(network, DType.FLOAT64, 64).decoded(), 1e-4);
    DelayRun spiking = run(NETWORK, DType.FLOAT32, 64);
    assertThat(spiking.decoded().type()).isEqualTo(DType.FLOAT32);
    assertThat(spiking.error()).isCloseTo(run(NETWORK, DType.FLOAT64, 64).error(), within(0.01));
  }

  @ParameterizedTest
  @EnumSource(NeuronType.class)
  void signalInPiecesEqualsTheWholeSignal(NeuronType neurons) {
    DelayNetwork network = NETWORK.withNeurons(neurons);
    DelayRun whole = run(network, DType.FLOAT64, 64);
    List<DelayRun> parts = new ArrayList<>();
    try (DelaySimulator simulator = DelaySimulator.of(network, ENSEMBLE, DType.FLOAT64)) {
      int first = 0;
      for (int steps : new int[] {1, 63, 64, 700, 1189}) {
        parts.add(
            simulator.run(
                Arrays.copyOfRange(U, first, first + steps),
                Math.max(0, Math.min(steps, LEARNING - first)),
                done -> {}));
        first += steps;
      }
      assertThat(first).isEqualTo(U.length);
    }
    DelayRun joined = DelayRun.joined(parts);
    assertThat(joined.target()).isEqualTo(whole.target());
    assertClose(joined.decoded(), whole.decoded(), 1e-10);
    assertClose(joined.memory(), whole.memory(), 1e-12);
    assertClose(joined.weights(), whole.weights(), 1e-10);
  }

  @Test
  void targetIsTheInputOneStepMoreThanTheDelayAgo() {
    DelayRun run = run(NETWORK, DType.FLOAT64, 64);
    assertThat(NETWORK.lag()).isEqualTo(301);
    double[] target = run.target().toDoubles();
    assertThat(Arrays.copyOf(target, 301)).containsOnly(0);
    assertThat(Arrays.copyOfRange(target, 301, U.length))
        .isEqualTo(Arrays.copyOf(U, U.length - 301));
    assertThat(DelayNetwork.DEFAULT.lag()).isEqualTo(501);
  }

  @Test
  void weightsRestWhenLearningIsOff() {
    try (DelaySimulator simulator = DelaySimulator.of(NETWORK, ENSEMBLE, DType.FLOAT64)) {
      Array learned = simulator.run(U, U.length, done -> {}).weights();
      assertThat(simulator.run(U, 0, done -> {}).weights()).isEqualTo(learned);
    }
  }

  /** A sine is learned well in sixteen seconds; what was learned serves without learning. */
  @ParameterizedTest
  @CsvSource({"RATE,0.03", "SPIKING,0.12"})
  void learnedWeightsDecodeInAnotherSimulator(NeuronType neurons, double bound) {
    DelayNetwork network = NETWORK.withNeurons(neurons);
    Ensemble ensemble = Ensemble.random(300, 8, 2);
    double[] sine = new double[20_000];
    Arrays.setAll(sine, k -> 0.6 * Math.sin(2 * Math.PI * k * 0.001));
    Array learned;
    try (DelaySimulator simulator = DelaySimulator.of(network, ensemble, DType.FLOAT64)) {
      DelayRun run = simulator.run(sine, DelayNetwork.learningSteps(sine.length), done -> {});
      assertThat(run.error()).isLessThan(bound).isLessThan(0.3 * run.error(310, 1500));
      learned = run.weights();
    }
    try (DelaySimulator again = DelaySimulator.of(network, ensemble, learned, DType.FLOAT64)) {
      DelayRun run = again.run(sine, 0, done -> {});
      assertThat(run.error(2000, sine.length)).isLessThan(bound);
      assertClose(run.weights(), learned, 1e-15);
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    try (DelaySimulator simulator = DelaySimulator.of(NETWORK, ENSEMBLE, DType.FLOAT64)) {
      assertThatThrownBy(() -> simulator.run(new double[0], 0, done -> {}))
          .hasMessage("u must have at least one step (got 0)");
      assertThatThrownBy(() -> simulator.run(U, U.length + 1, done -> {}))
          .hasMessage("learning must be from 0 to the number of steps, 2017 (got 2018)");
      assertThatThrownBy(() -> simulator.run(new double[] {0, Double.NaN}, 0, done -> {}))
          .hasMessage("u must be finite (got NaN at position 1)");
    }
    assertThatThrownBy(() -> DelaySimulator.of(NETWORK, Ensemble.random(5, 7, 0), DType.FLOAT64))
        .hasMessage("encoders must have as many columns as the memory has dimensions, 8 (got 7)");
    assertThatThrownBy(
            () ->
                DelaySimulator.of(
                    NETWORK, ENSEMBLE, Array.zeros(Shape.of(3), DType.FLOAT64), DType.FLOAT64))
        .hasMessage("weights must have shape [50], one for each neuron (got [3])");
    assertThatThrownBy(() -> DelaySimulator.of(NETWORK, ENSEMBLE, DType.INT32))
        .hasMessage("dtype must be float32 or float64 (got int32)");
  }

  private static Offset<Double> within(double bound) {
    return Offset.offset(bound);
  }
}
