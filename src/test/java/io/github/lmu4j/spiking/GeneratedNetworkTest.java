package io.github.lmu4j.spiking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.data.BandLimitedNoise;
import io.github.lmu4j.testing.NengoDelay;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks drawn here, on 100 s of the input that the command line draws by default, and of others.
 */
class GeneratedNetworkTest {

  private static final double[] U = new BandLimitedNoise(100, 0.001, 2, 0.3).signal(5);
  private static final int LEARNING = DelayNetwork.learningSteps(U.length);

  @ParameterizedTest
  @CsvSource({"SPIKING,0,0.36", "SPIKING,1,0.36", "SPIKING,2,0.36", "RATE,0,0.36"})
  void neuronsLearnTheDelay(NeuronType neurons, int seed, double bound) {
    DelayNetwork network = DelayNetwork.DEFAULT.withNeurons(neurons);
    try (DelaySimulator simulator =
        DelaySimulator.of(network, Ensemble.random(1000, 8, seed), DType.FLOAT32)) {
      assertThat(simulator.run(U, LEARNING, done -> {}).error()).isLessThan(bound);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANALYTIC,0.055,FLOAT64",
    "LEAST_SQUARES,0.007,FLOAT64",
    "LEAST_SQUARES,0.007,FLOAT32"
  })
  void idealDecodersReadTheDelay(IdealDelay decoder, double bound, DType type) {
    DelayRun run = decoder.run(DelayNetwork.DEFAULT, U, LEARNING, type);
    assertThat(run.error()).isLessThan(bound);
    assertThat(run.weights().size()).isEqualTo(8);
    assertThat(run.decoded().type()).isEqualTo(type);
  }

  /**
   * On the inputs of Nengo's fixtures, where Nengo's own network has 0.302, 0.329 and 0.404. The
   * input decides the error more than the neurons do: the last one lies above 0.36 with any.
   */
  @ParameterizedTest
  @CsvSource({"0,0.36,0.07,0.0071", "1,0.36,0.061,0.0073", "2,0.41,0.068,0.0077"})
  void neuronsLearnTheDelayOfNengosInputs(
      int input, double neurons, double analytic, double leastSquares) throws IOException {
    double[] u = NengoDelay.read(input).input();
    try (DelaySimulator simulator =
        DelaySimulator.of(DelayNetwork.DEFAULT, Ensemble.random(1000, 8, 0), DType.FLOAT32)) {
      assertThat(simulator.run(u, LEARNING, done -> {}).error()).isLessThan(neurons);
    }
    assertThat(error(IdealDelay.ANALYTIC, u)).isLessThan(analytic);
    assertThat(error(IdealDelay.LEAST_SQUARES, u)).isLessThan(leastSquares);
  }

  private static double error(IdealDelay decoder, double[] u) {
    return decoder.run(DelayNetwork.DEFAULT, u, LEARNING, DType.FLOAT64).error();
  }

  /** With the jump at the beginning, the error on Nengo's first input would be 0.0104. */
  @Test
  void leastSquaresLeaveOutTheFirstWindowWhereTheyCan() {
    DelayNetwork network = DelayNetwork.DEFAULT;
    assertThat(IdealDelay.LEAST_SQUARES.first(network, 2000)).isEqualTo(1000);
    assertThat(IdealDelay.LEAST_SQUARES.first(network, 1999)).isZero();
    assertThat(IdealDelay.ANALYTIC.first(network, 2000)).isZero();
  }

  /** The same memory as the neurons see. */
  @Test
  void idealMemoryIsTheNetworks() {
    double[] u = Arrays.copyOf(U, 3001);
    DelayRun ideal = IdealDelay.ANALYTIC.run(DelayNetwork.DEFAULT, u, 1, DType.FLOAT64);
    try (DelaySimulator simulator =
        DelaySimulator.of(DelayNetwork.DEFAULT, Ensemble.random(3, 8, 0), DType.FLOAT64)) {
      DelayRun run = simulator.run(u, 0, done -> {});
      assertThat(ideal.memory().toDoubles())
          .containsExactly(run.memory().toDoubles(), Offset.offset(1e-12));
      assertThat(ideal.target()).isEqualTo(run.target());
    }
  }
}
