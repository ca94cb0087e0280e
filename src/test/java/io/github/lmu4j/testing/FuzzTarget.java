package io.github.lmu4j.testing;

import io.github.lmu4j.testing.HostileFile.Door;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A parser that takes whatever bytes a fuzzer makes up.
 *
 * @param door how the file is read
 * @param path where the bytes go
 * @param others files beside it
 */
public record FuzzTarget(Door door, String path, Map<String, byte[]> others) {

  /** A single file. */
  public static FuzzTarget of(Door door) {
    return new FuzzTarget(door, HostileFile.MAIN, Map.of());
  }

  /**
   * Reads some bytes, which must end in a result or in an {@code IOException}; all else is a
   * finding.
   *
   * @param folder where files are written
   * @param content the bytes
   */
  public void take(Path folder, byte[] content) {
    Map<String, byte[]> files = new TreeMap<>(others);
    files.put(path, content);
    HostileFile file = new HostileFile("what a fuzzer made", door, files, true);
    try {
      file.write(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      file.read(folder);
    } catch (IOException e) {
      // Refused, as it should be.
      Objects.requireNonNull(e.getMessage(), "a refusal says why");
    }
  }

  /** What a fuzzer begins with: the content of files that are hostile already, if not large. */
  public static Stream<byte[]> seeds(List<HostileFile> files, byte[]... sound) {
    Stream<byte[]> hostile =
        files.stream().map(file -> file.files().getOrDefault(HostileFile.MAIN, new byte[0]));
    return Stream.concat(Stream.of(sound), hostile).filter(seed -> seed.length < 1 << 16);
  }
}
