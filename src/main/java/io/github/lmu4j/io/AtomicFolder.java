package io.github.lmu4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
   * same name is moved aside, replaced, and deleted. A process that is killed between the two moves
   * leaves the new folder under a hidden name, from which whatever reads or writes it here next
   * puts it in its place.
   *
   * @param target where the folder is wanted
   * @param content writes the files
   * @throws IOException if the target is a file, its parent cannot be written, or the content fails
   */
  public static void write(Path target, Content content) throws IOException {
    Path place = target.toAbsolutePath();
    recover(place);
    Path beside = makeBeside(target);
    try {
      content.write(beside);
      if (Files.exists(place)) {
        replace(place, beside);
      } else {
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      delete(beside);
    }
  }

  /**
   * No file system lets two folders change places by one call of Java's: for a moment neither is at
   * the place. The new one then has a name by which {@link #recover} finds it.
   */
  private static void replace(Path place, Path beside) throws IOException {
    Path complete = complete(place);
    delete(complete);
    Files.move(beside, complete, StandardCopyOption.ATOMIC_MOVE);
    Path old = hidden(place);
    Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    recover(place);
    delete(old);
  }

  /**
   * Puts a folder in its place whose writer was killed in the moment before.
   *
   * @param target where a folder is wanted
   */
  public static void recover(Path target) {
    Path place = target.toAbsolutePath();
    if (place.getFileName() == null || Files.exists(place) || !Files.isDirectory(complete(place))) {
      return;
    }
    try {
      Files.move(complete(place), place, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Another process has just done the same.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where a complete folder stands that is about to take the place of another.
   *
   * @param target where the folder is wanted
   * @return a hidden folder beside it
   */
  public static Path complete(Path target) {
    Path place = target.toAbsolutePath();
    return place.resolveSibling("." + place.getFileName() + ".complete");
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
