package io.github.lmu4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.lmu4j.testing.Damage;
import io.github.lmu4j.testing.FuzzTarget;
import io.github.lmu4j.testing.HostileFile.Door;
import io.github.lmu4j.testing.HostileTensors;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of {@code safetensors}. */
class SafetensorsFuzzTest {

  private static final FuzzTarget TARGET = FuzzTarget.of(Door.MODEL);

  @TempDir static Path folder;

  static Stream<byte[]> seeds() {
    return FuzzTarget.seeds(
        HostileTensors.safetensors(),
        Damage.fixture("pytorch/lmu/model.safetensors"),
        Damage.fixture("pytorch/lmufft/model.safetensors"));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void anyBytesEndInAResultOrARefusal(byte[] content) {
    TARGET.take(folder, content);
  }
}
