package io.github.lmu4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.lmu4j.testing.Damage;
import io.github.lmu4j.testing.FuzzTarget;
import io.github.lmu4j.testing.HostileFile;
import io.github.lmu4j.testing.HostileFile.Door;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** What Keras 2 says of the layers of a SavedModel. */
class MetadataFuzzTest {

  private static final FuzzTarget TARGET =
      new FuzzTarget(
          Door.MODEL,
          HostileFile.MAIN + "/keras_metadata.pb",
          Damage.fixtureFolder("keras2/feedforward-everything/saved_model"));

  @TempDir static Path folder;

  static Stream<byte[]> seeds() {
    return Stream.of(Damage.fixture("keras2/feedforward-everything/saved_model/keras_metadata.pb"));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void anyBytesEndInAResultOrARefusal(byte[] content) {
    TARGET.take(folder, content);
  }
}
