package io.github.lmu4j.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hidden names beside a target, for what will take its place: {@code .TARGET.PROCESS.SAVE.tmp}.
 *
 * <p>While it is open, its writer holds a lock on {@code .TARGET.PROCESS.SAVE.lock}. Operating
 * systems release the locks of a process that ends, however it ends: a lock that can be had tells
 * that the writer was killed, and that its files are nobody's.
 */
final class HiddenPlace implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HiddenPlace.class);

  /** What is being written, and what it replaces. */
  private static final String NEW = "tmp";

  private static final String OLD = "old";
  private static final String LOCK = "lock";

  /** This process; not its number, which in containers is that of other processes too. */
  private static final String PROCESS =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

  private final Path target;
  private final String save;
  private final FileChannel channel;

  private HiddenPlace(Path target, String save, FileChannel channel) {
    this.target = target;
    this.save = save;
    this.channel = channel;
  }

  /** Takes new names beside a file or folder; the folder around it must exist. */
  static HiddenPlace beside(Path target) throws IOException {
    String save = PROCESS + "." + UUID.randomUUID();
    FileChannel channel =
        FileChannel.open(
            name(target, save, LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    HiddenPlace place = new HiddenPlace(target, save, channel);
    try {
      channel.lock();
    } catch (IOException e) {
      // A file system without locks: what a killed writer leaves here stays.
      Files.deleteIfExists(name(target, save, LOCK));
    }
    return place;
  }

  private static Path name(Path target, String save, String ending) {
    return target.resolveSibling(".%s.%s.%s".formatted(target.getFileName(), save, ending));
  }

  /** Where the new file or folder is written. */
  Path fresh() {
    return name(target, save, NEW);
  }

  /** Where the old folder goes when it makes room. */
  Path old() {
    return name(target, save, OLD);
  }

  /** Removes what is left under these names. */
  @Override
  public void close() throws IOException {
    delete(fresh());
    delete(old());
    channel.close();
    Files.deleteIfExists(name(target, save, LOCK));
  }

  /**
   * Removes what writers of the same target have left that were killed. Where that fails, it is
   * left to the next: what was saved is in its place.
   */
  static void removeOrphans(Path target) {
    Pattern locks =
        Pattern.compile(
            "\\.%s\\.((?<process>[0-9a-f]{8})\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.%s"
                .formatted(Pattern.quote(String.valueOf(target.getFileName())), LOCK));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target.resolveSibling("."))) {
      for (Path file : files) {
        Matcher matcher = locks.matcher(String.valueOf(file.getFileName()));
        // To close any channel of a file releases all locks that the process holds on it.
        if (matcher.matches() && !PROCESS.equals(matcher.group("process"))) {
          removeIfFree(target, matcher.group(1));
        }
      }
    } catch (IOException e) {
      LOG.debug("{}: what killed writers left stays: {}", target, e.toString());
    }
  }

  private static void removeIfFree(Path target, String save) throws IOException {
    Path lock = name(target, save, LOCK);
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock()) {
      if (taken == null) {
        return;
      }
      delete(name(target, save, NEW));
      delete(name(target, save, OLD));
    }
    Files.deleteIfExists(lock);
  }

  /** Removes a file, or a folder with all that is in it, if it is there. */
  static void delete(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.deleteIfExists(path);
      return;
    }
    Files.walkFileTree(
        path,
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
