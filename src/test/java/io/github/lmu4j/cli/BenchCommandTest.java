package io.github.lmu4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.cli.WorkloadPart.Mode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

class BenchCommandTest {

  @Test
  void jsonHasTrainAndInferWithTheirTimes() {
    StringWriter out = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(new StringWriter()),
            "bench multichannel --json --seconds 0.001".split(" "));
    assertThat(code).isZero();
    String times = "\\{\"min_s\":[0-9.E-]+,\"median_s\":[0-9.E-]+,\"n\":\\d+,\"first_s\":[^}]+\\}";
    assertThat(out.toString().strip())
        .matches("\\{\"multichannel\":\\{\"train\":" + times + ",\"infer\":" + times + "\\}\\}");
  }

  @Test
  void recurrentNetworkIsTimedInBatchesAndAlone() {
    List<WorkloadPart> parts = Workload.RECURRENT_PSMNIST.parts();
    assertThat(parts).extracting(WorkloadPart::suffix).containsExactly("", "_single");
    assertThat(parts).extracting(WorkloadPart::batchSize).containsExactly(100, 1);
    assertThat(parts.get(1).modes()).containsExactly(Mode.INFER);
    // 102,027 as in the paper, and a bias for each of the 212 hidden units as Keras has it.
    assertThat(PsMnistModelsTest.weights(parts.get(0).model()).parameters()).isEqualTo(102_239);
  }

  @Test
  void delayNetworkIsTimedForTenAndAHundredSeconds() {
    assertThat(Workload.DELAY.parts()).isEmpty();
    assertThat(Workload.DELAY.directParts())
        .extracting(DirectPart::mode)
        .containsExactly("run", "run_100s");
    assertThat(Workload.DELAY.directParts().get(0).time(0).least()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(value = Workload.class, mode = EnumSource.Mode.EXCLUDE, names = "DELAY")
  void dataFitTheModel(Workload workload) {
    WorkloadPart part = workload.parts().get(0);
    Shape input = part.model().inputs().get(0).shape();
    assertThat(part.inputBatches()).hasSize(WorkloadPart.BATCHES);
    assertThat(part.inputBatches().get(0).shape()).isEqualTo(input.prepend(part.batchSize()));
    assertThat(part.targets().shape().get(0))
        .isEqualTo((long) WorkloadPart.BATCHES * part.batchSize());
    assertThat(part.targets().shape().numDimensions())
        .isEqualTo(part.loss().isSparse() ? 1 : part.model().outputShapes().get(0).numDimensions());
  }

  @Test
  void stopwatchLeavesWarmUpOutAndGoesOnUntilEnough() {
    Stopwatch stopwatch = new Stopwatch(0);
    int laps = 1;
    while (!stopwatch.lap()) {
      laps++;
    }
    Timing timing = stopwatch.timing();
    assertThat(timing.count()).isEqualTo(laps - 1).isGreaterThanOrEqualTo(3);
    assertThat(timing.least()).isPositive().isLessThanOrEqualTo(timing.median());
  }

  @Test
  void peakMemoryHoldsTheHeapOnLinux() {
    PeakMemory.bytes()
        .ifPresent(bytes -> assertThat(bytes).isGreaterThan(10L << 20).isLessThan(1L << 44));
  }

  @Test
  void unknownNumbersAreLeftOut() {
    Timing timing = new Timing(1, 2, 3, 4, OptionalLong.empty(), OptionalDouble.empty());
    assertThat(timing.toMap()).containsOnlyKeys("min_s", "median_s", "n", "first_s");
    assertThat(timing.withMatmulShare(0.5).toMap()).containsEntry("matmul_share", 0.5);
    assertThat(timing.withMatmulShare(0.5).toString()).endsWith(" 50 % of matmul rate");
  }
}
