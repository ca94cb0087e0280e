package io.github.lmu4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip file whose entries are read in memory, under limits, and never extracted.
 *
 * <p>Refused are: names that are absolute or climb, names that occur twice, more than {@value
 * #MAX_ENTRIES} entries, and entries that together unpack to more than {@value #MAX_RATIO} times
 * the file's size where that is more than 64 MiB. Sizes and checksums are verified.
 */
final class ZipArchive implements Closeable {

  private static final int MAX_ENTRIES = 20_000;

  /** Deflate itself goes to about 1000, reached by zeros; real weights stay below 2. */
  private static final int MAX_RATIO = 100;

  private static final long ALWAYS_ALLOWED = 64L << 20;

  private final String place;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;

  private ZipArchive(String place, ZipFile zip, Map<String, ZipEntry> entries) {
    this.place = place;
    this.zip = zip;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /**
   * Opens a file and checks its directory.
   *
   * @throws ModelFormatException if it is no zip file or goes beyond the limits
   */
  static ZipArchive open(Path file) throws IOException {
    String place = file.toString();
    long size = Files.size(file);
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new ModelFormatException(place, "a zip file", String.valueOf(e.getMessage()), e);
    }
    try {
      return new ZipArchive(place, zip, checked(place, zip, size));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static Map<String, ZipEntry> checked(String place, ZipFile zip, long fileSize)
      throws ModelFormatException {
    if (zip.size() > MAX_ENTRIES) {
      throw new ModelFormatException(
          place, "at most " + MAX_ENTRIES + " zip entries", zip.size() + " entries");
    }
    long allowed = Math.max(ALWAYS_ALLOWED, MAX_RATIO * fileSize);
    long total = 0;
    Map<String, ZipEntry> found = new LinkedHashMap<>();
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      requireSafe(place, entry.getName());
      long size = entry.getSize();
      if (size < 0 || size > allowed - total || size > Integer.MAX_VALUE - 64) {
        throw new ModelFormatException(
            place + "!" + entry.getName(),
            "zip entries of at most " + allowed + " bytes in all, and 2 GiB each",
            size + " bytes");
      }
      total += size;
      if (!entry.isDirectory() && found.put(entry.getName(), entry) != null) {
        throw new ModelFormatException(
            place, "each zip entry once", entry.getName() + " more than once");
      }
    }
    return found;
  }

  private static void requireSafe(String place, String name) throws ModelFormatException {
    boolean climbs = name.equals("..") || name.startsWith("../") || name.contains("/../");
    boolean absolute = name.startsWith("/") || name.contains(":") || name.contains("\\");
    if (climbs || absolute || name.endsWith("/..") || name.indexOf('\0') >= 0) {
      throw new ModelFormatException(place, "zip entries with relative names", name);
    }
  }

  /** All names, in the directory's order. */
  Set<String> names() {
    return entries.keySet();
  }

  /** What errors call an entry. */
  String place(String name) {
    return place + "!" + name;
  }

  /**
   * Unpacks one entry.
   *
   * @throws ModelFormatException if there is none of that name, or it is damaged
   */
  byte[] read(String name) throws IOException {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw new ModelFormatException(place, "an entry " + name, "only " + entries.keySet());
    }
    byte[] content;
    try (InputStream in = zip.getInputStream(entry)) {
      content = in.readNBytes((int) entry.getSize() + 1);
    } catch (IOException e) {
      throw new ModelFormatException(
          place(name), "a sound zip entry", String.valueOf(e.getMessage()), e);
    }
    if (content.length != entry.getSize()) {
      throw new ModelFormatException(
          place(name), entry.getSize() + " bytes", "another number of bytes");
    }
    CRC32 checksum = new CRC32();
    checksum.update(content);
    if (checksum.getValue() != entry.getCrc()) {
      throw new ModelFormatException(
          place(name),
          "checksum %08x".formatted(entry.getCrc()),
          "%08x".formatted(checksum.getValue()));
    }
    return content;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
