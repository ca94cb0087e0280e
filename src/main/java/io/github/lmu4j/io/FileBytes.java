package io.github.lmu4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The bytes of files that may be anything: also a device without an end. */
final class FileBytes {

  private FileBytes() {}

  /**
   * Reads a whole file.
   *
   * @throws ModelFormatException if it is no regular file, or larger than {@code most}
   */
  static byte[] read(Path file, int most) throws IOException {
    requireRegular(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new ModelFormatException(
            file.toString(), "at most %d bytes".formatted(most), Files.size(file) + " bytes");
      }
      return content;
    }
  }

  /** Reads the first bytes of a file. */
  static byte[] start(Path file, int count) throws IOException {
    requireRegular(file);
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(count);
    }
  }

  private static void requireRegular(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "expected a file, found nothing");
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelFormatException(file.toString(), "a file", "something else");
    }
  }
}
