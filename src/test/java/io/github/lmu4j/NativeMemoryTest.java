package io.github.lmu4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.testing.ChildJvm;
import io.github.lmu4j.testing.RepeatedLoads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who loads models again and again keeps the native memory that one of them takes. */
class NativeMemoryTest {

  private static final long SLACK = 16L << 20;

  private static final Path FOLDER = Path.of("models/fixtures/keras2/feedforward-dense-relu");

  @Test
  void closedModelsLeaveNothingBehind() throws IOException, InterruptedException {
    Process process =
        ChildJvm.of(
                List.of(
                    "-Xms192m",
                    "-Xmx192m",
                    "-XX:+UseSerialGC",
                    "-XX:+AlwaysPreTouch",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"),
                RepeatedLoads.class,
                List.of(
                    FOLDER.resolve("model.keras").toString(),
                    FOLDER.resolve("saved_model").toString()))
            .start();
    List<Long> added;
    try (var lines = process.inputReader().lines()) {
      added = lines.filter(line -> line.matches("-?\\d+")).map(Long::valueOf).toList();
    }
    assertThat(process.waitFor()).isZero();
    assertThat(added).hasSize(2);
    assertThat(added.get(0)).as("bytes that JavaCPP counts").isNotPositive();
    assertThat(added.get(1)).as("bytes that are resident").isLessThan(SLACK);
  }
}
