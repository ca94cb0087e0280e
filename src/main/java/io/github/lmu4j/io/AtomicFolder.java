package io.github.lmu4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
   * puts it in its place. What else it leaves, the next writer of the same folder removes.
   *
   * @param target where the folder is wanted
   * @param content writes the files
   * @throws IOException if the target is a file, its parent cannot be written, or the content fails
   */
  public static void write(Path target, Content content) throws IOException {
    Path place = target.toAbsolutePath();
    recover(place);
    requirePlace(target);
    try (HiddenPlace hidden = open(target)) {
      content.write(Files.createDirectory(hidden.fresh()));
      if (Files.exists(place)) {
        replace(place, hidden);
      } else {
        Files.move(hidden.fresh(), place, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    HiddenPlace.removeOrphans(place);
  }

  /**
   * No file system lets two folders change places by one call of Java's: for a moment neither is at
   * the place. The new one then has a name by which {@link #recover} finds it.
   */
  private static void replace(Path place, HiddenPlace hidden) throws IOException {
    Path complete = complete(place);
    HiddenPlace.delete(complete);
    Files.move(hidden.fresh(), complete, StandardCopyOption.ATOMIC_MOVE);
    Files.move(place, hidden.old(), StandardCopyOption.ATOMIC_MOVE);
    recover(place);
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
    requirePlace(target);
    try (HiddenPlace hidden = open(target)) {
      Files.createDirectory(hidden.fresh());
    }
  }

  private static void requirePlace(Path target) throws IOException {
    Path place = target.toAbsolutePath();
    if (place.getParent() == null) {
      throw new IOException("%s: expected a path below a folder, found a root".formatted(target));
    }
    if (Files.exists(place) && !Files.isDirectory(place)) {
      throw new IOException("%s: expected a folder or nothing, found a file".formatted(target));
    }
  }

  private static HiddenPlace open(Path target) throws IOException {
    Path place = target.toAbsolutePath();
    try {
      Files.createDirectories(place.resolveSibling("."));
      return HiddenPlace.beside(place);
    } catch (FileSystemException e) {
      throw new IOException(
          "%s: expected a place that can be written, found %s".formatted(target, e), e);
    }
  }
}
