package io.github.lmu4j.testing;

import io.github.lmu4j.testing.HostileFile.Door;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Damages sound files, the same way every time. */
public final class Damage {

  private static final Path FIXTURES = Path.of("models", "fixtures");

  private Damage() {}

  /** A fixture's file, such as {@code keras3/feedforward-everything/model.keras}. */
  public static byte[] fixture(String path) {
    try {
      return Files.readAllBytes(FIXTURES.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A fixture's folder of files, by their paths below {@link HostileFile#MAIN}. */
  public static Map<String, byte[]> fixtureFolder(String path) {
    Path folder = FIXTURES.resolve(path);
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .forEach(
              file ->
                  files.put(
                      HostileFile.MAIN + "/" + folder.relativize(file),
                      fixture(FIXTURES.relativize(file).toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** The beginnings of a file, of lengths that are drawn. */
  public static List<HostileFile> truncations(String what, Door door, byte[] good, int count) {
    Random random = new Random(what.hashCode());
    List<HostileFile> all = new ArrayList<>();
    all.add(HostileFile.of(what + " without content", door, new byte[0]));
    for (int i = 1; i < count; i++) {
      int length = 1 + random.nextInt(good.length - 1);
      all.add(
          HostileFile.of(
              "%s of %d bytes, cut to %d".formatted(what, good.length, length),
              door,
              Arrays.copyOf(good, length)));
    }
    return all;
  }

  /** A file with one bit turned, which may be one that does not matter. */
  public static List<HostileFile> flips(String what, Door door, byte[] good, int count) {
    Random random = new Random(what.hashCode());
    List<HostileFile> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(good.length);
      int bit = random.nextInt(8);
      byte[] turned = good.clone();
      turned[at] ^= (byte) (1 << bit);
      all.add(
          new HostileFile(
              "%s with bit %d of byte %d turned".formatted(what, bit, at),
              door,
              Map.of(HostileFile.MAIN, turned),
              true));
    }
    return all;
  }

  /** One file of a folder damaged in both ways; the others are sound. */
  public static List<HostileFile> within(
      Map<String, byte[]> folder, String path, Door door, int truncations, int flips) {
    byte[] good = folder.getOrDefault(path, new byte[0]);
    return Stream.concat(
            truncations(path, door, good, truncations).stream(),
            flips(path, door, good, flips).stream())
        .map(
            file -> {
              Map<String, byte[]> files = new TreeMap<>(folder);
              files.put(path, file.files().getOrDefault(HostileFile.MAIN, new byte[0]));
              return new HostileFile(file.name(), file.door(), files, file.mayLoad());
            })
        .toList();
  }

  /** The same files, with a configuration beside them. */
  public static List<HostileFile> besideConfig(byte[] config, List<HostileFile> damaged) {
    return damaged.stream().map(file -> file.with(HostileFile.CONFIG, config)).toList();
  }
}
