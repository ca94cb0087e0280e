package io.github.lmu4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.lmu4j.testing.FuzzTarget;
import io.github.lmu4j.testing.HostileFile;
import io.github.lmu4j.testing.HostileFile.Door;
import io.github.lmu4j.testing.HostileHdf5;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Keras' weights in HDF5. */
class Hdf5FuzzTest {

  private static final FuzzTarget TARGET =
      new FuzzTarget(
          Door.WEIGHTS,
          HostileFile.MAIN,
          Map.of(
              HostileFile.CONFIG,
              HostileHdf5.good().files().getOrDefault(HostileFile.CONFIG, new byte[0])));

  @TempDir static Path folder;

  static Stream<byte[]> seeds() {
    return FuzzTarget.seeds(HostileHdf5.all());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void anyBytesEndInAResultOrARefusal(byte[] content) {
    TARGET.take(folder, content);
  }
}
