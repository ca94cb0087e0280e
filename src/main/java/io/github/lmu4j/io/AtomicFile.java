package io.github.lmu4j.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that are whole or not there: the content goes to a new file beside the target, which
 * then takes the target's place. A writer that is killed leaves that file, which the next writer of
 * the same target removes.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** Writes to a stream. */
  @FunctionalInterface
  public interface StreamContent {
    /**
     * Writes all content.
     *
     * @param out where to; stays open
     * @throws IOException if writing fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes to a path, for writers that open files themselves. */
  @FunctionalInterface
  public interface PathContent {
    /**
     * Writes all content.
     *
     * @param beside a path at which there is no file yet
     * @throws IOException if writing fails
     */
    void writeTo(Path beside) throws IOException;
  }

  /**
   * Writes a file through a buffered stream.
   *
   * @param target the file, replaced if it exists
   * @param content what goes into it
   * @throws IOException if writing fails; the target is then as it was
   */
  public static void write(Path target, StreamContent content) throws IOException {
    replace(
        target,
        beside -> {
          try (OutputStream out =
              new BufferedOutputStream(
                  Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW), 1 << 16)) {
            content.writeTo(out);
          }
        });
  }

  /**
   * Writes a file through its path.
   *
   * @param target the file, replaced if it exists
   * @param content what goes into it
   * @throws IOException if writing fails; the target is then as it was
   */
  public static void replace(Path target, PathContent content) throws IOException {
    Path absolute = target.toAbsolutePath();
    try (HiddenPlace hidden = HiddenPlace.beside(absolute)) {
      Path beside = hidden.fresh();
      content.writeTo(beside);
      // Else a power cut could keep the new name and lose what was written.
      try (FileChannel written = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      move(beside, absolute);
    }
    HiddenPlace.removeOrphans(absolute);
  }

  /**
   * Checks that a file could be written, before the work that leads to it is done.
   *
   * @param target where the file is wanted
   * @throws IOException if the target is a folder or its parent cannot be written
   */
  public static void requireWritable(Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw new IOException("%s: expected a file or nothing, found a folder".formatted(target));
    }
    try {
      Files.createDirectories(absolute.resolveSibling("."));
      try (HiddenPlace hidden = HiddenPlace.beside(absolute)) {
        Files.createFile(hidden.fresh());
      }
    } catch (FileSystemException e) {
      throw new IOException(
          "%s: expected a place that can be written, found %s".formatted(target, e), e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
