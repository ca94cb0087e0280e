package io.github.lmu4j.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a folder beside its place and moves it there when it is complete. */
public final class AtomicFolder {

  private AtomicFolder() {}

  /** Fills a folder. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes files.
     *
     * @param folder an empty folder
     * @throws IOException if writing fails
     */
    void write(Path folder) throws IOException;
  }

  /**
   * Writes a folder.
   *
   * <p>Until the content is complete, whatever is at the target stays as it is. A folder of the
   * same name is moved aside, replaced, and deleted.
   *
   * @param target where the folder is wanted
   * @param content writes the files
   * @throws IOException if the target is a file, its parent cannot be written, or the content fails
   */
  public static void write(Path target, Content content) throws IOException {
    Path place = target.toAbsolutePath();
    Path beside = makeBeside(target);
    try {
      content.write(beside);
      if (Files.exists(place)) {
        Path old = hidden(place);
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
      } else {
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      delete(beside);
    }
  }

  /**
   * Checks that a folder could be written, before the work that leads to it is done.
   *
   * @param target where the folder is wanted
   * @throws IOException if the target is a file or its parent cannot be written
   */
  public static void requireWritable(Path target) throws IOException {
    delete(makeBeside(target));
  }

  private static Path makeBeside(Path target) throws IOException {
    Path place = target.toAbsolutePath();
    Path parent = place.getParent();
    if (parent == null) {
      throw new IOException("%s: expected a path below a folder, found a root".formatted(target));
    }
    if (Files.exists(place) && !Files.isDirectory(place)) {
      throw new IOException("%s: expected a folder or nothing, found a file".formatted(target));
    }
    try {
      Files.createDirectories(parent);
      return Files.createDirectory(hidden(place));
    } catch (FileSystemException e) {
      throw new IOException(
          "%s: expected a place that can be written, found %s".formatted(target, e), e);
    }
  }

  /** A new name; not a temporary folder of the JDK's, which only its owner may read. */
  private static Path hidden(Path place) {
    return place.resolveSibling("." + place.getFileName() + "-" + UUID.randomUUID());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
