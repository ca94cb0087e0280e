package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's {@code .npz}: a zip file of {@link Npy} arrays, one an entry, named {@code <key>.npy}.
 *
 * <pre>{@code
 * Map<String, Array> arrays = Npz.read(Path.of("data.npz"));
 * Array x = arrays.get("x");
 * }</pre>
 */
public final class Npz {

  private static final String SUFFIX = ".npy";

  /** Two equal contents give two equal files. 1980 is where zip's time begins. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 0);

  private Npz() {}

  /**
   * Reads all arrays.
   *
   * @param file the file
   * @return array by key, in the file's order
   * @throws ModelFormatException if it is no sound zip file of readable arrays
   * @throws IOException if the file cannot be read
   */
  public static Map<String, Array> read(Path file) throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>();
    try (ZipArchive archive = ZipArchive.open(file)) {
      for (String name : archive.names()) {
        if (!name.endsWith(SUFFIX)) {
          throw new ModelFormatException(
              file.toString(), "entries whose names end in " + SUFFIX, name);
        }
        arrays.put(
            name.substring(0, name.length() - SUFFIX.length()),
            Npy.parse(archive.place(name), archive.read(name)));
      }
    }
    return Collections.unmodifiableMap(arrays);
  }

  /** Whether a zip file has arrays alone. */
  static boolean isOne(Path file) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      return !archive.names().isEmpty()
          && archive.names().stream().allMatch(name -> name.endsWith(SUFFIX));
    }
  }

  /**
   * Writes arrays, compressed.
   *
   * @param file the file, replaced if it exists
   * @param arrays array by key, without {@code .npy}
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Map<String, Array> arrays) throws IOException {
    AtomicFile.write(file, out -> write(out, arrays));
  }

  static void write(OutputStream out, Map<String, Array> arrays) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(keptOpen(out))) {
      for (Map.Entry<String, Array> entry : arrays.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey() + SUFFIX);
        header.setTimeLocal(TIME);
        zip.putNextEntry(header);
        Npy.write(zip, entry.getValue());
        zip.closeEntry();
      }
    }
  }

  /** Closing a zip stream frees its native memory; the stream below belongs to another. */
  static OutputStream keptOpen(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }
}
