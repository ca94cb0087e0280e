package io.github.lmu4j.io;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

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
    if (Files.exists(place) && !Files.isDirectory(place)) {
      throw new NotDirectoryException(
          "%s: expected a folder or nothing, found a file".formatted(target));
    }
    Path parent = place.getParent();
    if (parent == null) {
      throw new IOException("%s: expected a path below a folder".formatted(target));
    }
    Files.createDirectories(parent);
    Path beside = Files.createTempDirectory(parent, "." + place.getFileName() + "-");
    try {
      content.write(beside);
      if (Files.exists(place)) {
        Path old = Files.createTempDirectory(parent, "." + place.getFileName() + "-old-");
        Files.move(place, old.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
      } else {
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      delete(beside);
    }
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
          public FileVisitResult postVisitDirectory(
              Path dir, java.io.@org.jspecify.annotations.Nullable IOException e)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
