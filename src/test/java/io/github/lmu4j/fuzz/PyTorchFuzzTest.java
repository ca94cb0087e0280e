package io.github.lmu4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.lmu4j.testing.Damage;
import io.github.lmu4j.testing.FuzzTarget;
import io.github.lmu4j.testing.HostileFile.Door;
import io.github.lmu4j.testing.HostilePickles;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of {@code torch.save}, of both forms. */
class PyTorchFuzzTest {

  private static final FuzzTarget TARGET = FuzzTarget.of(Door.MODEL);

  @TempDir static Path folder;

  static Stream<byte[]> seeds() {
    return FuzzTarget.seeds(
        HostilePickles.all(),
        Damage.fixture("pytorch/lmu/model.pt"),
        Damage.fixture("pytorch/lmu/legacy.pt"),
        Damage.fixture("pytorch/lmufft/model.pt"),
        Damage.fixture("pytorch/lmu/checkpoint.pth"));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void anyBytesEndInAResultOrARefusal(byte[] content) {
    TARGET.take(folder, content);
  }
}
