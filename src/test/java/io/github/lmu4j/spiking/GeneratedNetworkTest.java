package io.github.lmu4j.spiking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.data.BandLimitedNoise;
import io.github.lmu4j.weights.DType;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks drawn here, on 100 s of the input that the command line draws by default. */
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
