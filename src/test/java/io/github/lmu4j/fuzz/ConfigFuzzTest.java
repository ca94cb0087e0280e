package io.github.lmu4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.lmu4j.testing.Damage;
import io.github.lmu4j.testing.FuzzTarget;
import io.github.lmu4j.testing.HostileConfigs;
import io.github.lmu4j.testing.HostileFile.Door;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Keras' configurations. */
class ConfigFuzzTest {

  private static final FuzzTarget TARGET = FuzzTarget.of(Door.CONFIGURATION);

  @TempDir static Path folder;

  static Stream<byte[]> seeds() {
    return FuzzTarget.seeds(
        HostileConfigs.of(Damage.fixture("keras3/feedforward-everything/config.json")),
        Damage.fixture("keras2/feedforward-everything/config.json"));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void anyBytesEndInAResultOrARefusal(byte[] content) {
    TARGET.take(folder, content);
  }
}
