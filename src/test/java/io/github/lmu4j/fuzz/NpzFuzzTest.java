package io.github.lmu4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.lmu4j.testing.Damage;
import io.github.lmu4j.testing.FuzzTarget;
import io.github.lmu4j.testing.HostileArrays;
import io.github.lmu4j.testing.HostileFile.Door;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** NumPy's archives of arrays. */
class NpzFuzzTest {

  private static final FuzzTarget TARGET = FuzzTarget.of(Door.NPZ);

  @TempDir static Path folder;

  static Stream<byte[]> seeds() {
    return FuzzTarget.seeds(
        HostileArrays.all().stream().filter(file -> file.door() == Door.NPZ).toList(),
        Damage.fixture("keras3/feedforward-everything/data.npz"));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void anyBytesEndInAResultOrARefusal(byte[] content) {
    TARGET.take(folder, content);
  }
}
