package io.github.lmu4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.lmu4j.testing.FuzzTarget;
import io.github.lmu4j.testing.HostileCheckpoints;
import io.github.lmu4j.testing.HostileFile;
import io.github.lmu4j.testing.HostileFile.Door;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** The index of TensorFlow's checkpoints. */
class CheckpointFuzzTest {

  private static final FuzzTarget TARGET =
      new FuzzTarget(Door.WEIGHTS, HostileFile.MAIN + ".index", HostileCheckpoints.good().files());

  @TempDir static Path folder;

  static Stream<byte[]> seeds() {
    return HostileCheckpoints.all().stream()
        .map(file -> file.files().getOrDefault(HostileFile.MAIN + ".index", new byte[0]));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void anyBytesEndInAResultOrARefusal(byte[] content) {
    TARGET.take(folder, content);
  }
}
