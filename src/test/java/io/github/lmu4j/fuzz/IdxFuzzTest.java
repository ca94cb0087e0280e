package io.github.lmu4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.lmu4j.testing.FuzzTarget;
import io.github.lmu4j.testing.HostileArrays;
import io.github.lmu4j.testing.HostileFile.Door;
import io.github.lmu4j.testing.IdxBytes;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Images as MNIST keeps them. */
class IdxFuzzTest {

  private static final FuzzTarget TARGET = FuzzTarget.of(Door.IDX);

  @TempDir static Path folder;

  static Stream<byte[]> seeds() {
    return FuzzTarget.seeds(
        HostileArrays.idx(), IdxBytes.images(1), IdxBytes.gzip(IdxBytes.images(1)));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void anyBytesEndInAResultOrARefusal(byte[] content) {
    TARGET.take(folder, content);
  }
}
