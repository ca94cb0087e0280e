package io.github.lmu4j.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The items of an idx file of unsigned bytes, the format of MNIST: a magic number, the sizes of the
 * axes as big-endian integers, then the values, last axis fastest.
 *
 * <pre>{@code
 * IdxFile images = IdxFile.read(Path.of("train-images-idx3-ubyte.gz"), 28, 28);
 * int n = images.count();
 * }</pre>
 *
 * <p>Plain and gzipped files are told apart by their first bytes. The whole file is checked: type,
 * number and size of the axes, exact length, and the checksum of gzip. Only what follows the end of
 * a gzip stream and is none itself is passed over, as {@code gunzip} does.
 *
 * @see <a href="https://web.archive.org/web/2016/http://yann.lecun.com/exdb/mnist/">The idx format,
 *     at the end of the page of MNIST</a>
 */
public final class IdxFile {

  /** More than any data set of this kind has; keeps a false header from asking for all memory. */
  private static final int MAX_COUNT = 1_000_000;

  private static final int UNSIGNED_BYTES = 0x08;

  private final String name;
  private final int count;
  private final byte[] values;

  private IdxFile(String name, int count, byte[] values) {
    this.name = name;
    this.count = count;
    this.values = values;
  }

  /**
   * Reads a file whose items have the given shape.
   *
   * @param file an idx file, plain or gzipped
   * @param itemShape the axes after the first; none for a list of labels
   * @return the items
   * @throws IOException if the file is missing, unreadable, truncated, too long or of another form;
   *     the message names the file, what was expected and what was found
   */
  public static IdxFile read(Path file, int... itemShape) throws IOException {
    if (!Files.isRegularFile(file)) {
      String found = Files.exists(file) ? "something else" : "none";
      throw unexpected(file.toString(), "an idx file", found);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in, itemShape);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": expected a readable file, found access denied", e);
    }
  }

  /**
   * Reads a stream whose items have the given shape, to its end. The caller closes it.
   *
   * @param name what errors call the stream
   * @param stream the bytes of an idx file, plain or gzipped
   * @param itemShape the axes after the first; none for a list of labels
   * @return the items
   * @throws IOException if the stream fails, is truncated, too long or of another form; the message
   *     names the stream, what was expected and what was found
   */
  public static IdxFile read(String name, InputStream stream, int... itemShape) throws IOException {
    try {
      return parse(name, decompressed(stream), itemShape);
    } catch (EOFException e) {
      throw new IOException(name + ": expected a whole gzip stream, found its end too early", e);
    } catch (ZipException e) {
      throw new IOException(
          name + ": expected a sound gzip stream, found damage (" + e.getMessage() + ")", e);
    }
  }

  /**
   * What errors call the file.
   *
   * @return the path it was read from, or the name it was given
   */
  public String name() {
    return name;
  }

  /**
   * How many items there are.
   *
   * @return the size of the first axis
   */
  public int count() {
    return count;
  }

  /**
   * The values of all items, row-major.
   *
   * @return the array itself, not a copy, since it may be large
   */
  public byte[] values() {
    return values;
  }

  private static InputStream decompressed(InputStream stream) throws IOException {
    InputStream in = new BufferedInputStream(stream);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static IdxFile parse(String name, InputStream in, int[] itemShape) throws IOException {
    int rank = 1 + itemShape.length;
    byte[] header = in.readNBytes(4 * (1 + rank));
    if (header.length < 4 * (1 + rank)) {
      throw unexpected(
          name, "an idx header of " + 4 * (1 + rank) + " bytes", header.length + " bytes");
    }
    ByteBuffer fields = ByteBuffer.wrap(header);
    int magic = fields.getInt();
    if (magic != (UNSIGNED_BYTES << 8 | rank)) {
      throw unexpected(
          name,
          "idx magic number %08x (unsigned bytes, %d axes)"
              .formatted(UNSIGNED_BYTES << 8 | rank, rank),
          "%08x".formatted(magic));
    }
    int count = fields.getInt();
    if (count < 1 || count > MAX_COUNT) {
      throw unexpected(
          name, "1 to " + MAX_COUNT + " items", Integer.toUnsignedString(count) + " items");
    }
    int[] shape = new int[itemShape.length];
    fields.asIntBuffer().get(shape);
    if (!Arrays.equals(shape, itemShape)) {
      throw unexpected(
          name,
          "items of shape " + Arrays.toString(itemShape),
          "items of shape " + Arrays.toString(shape));
    }
    int length = count;
    for (int size : itemShape) {
      length = Math.multiplyExact(length, size);
    }
    byte[] values = in.readNBytes(length);
    if (values.length < length) {
      throw unexpected(name, length + " bytes of values", values.length + " bytes");
    }
    // The end of a gzip stream is also where its checksum is verified.
    if (in.read() != -1) {
      throw unexpected(name, "the end after " + length + " bytes of values", "more bytes");
    }
    return new IdxFile(name, count, values);
  }

  private static IOException unexpected(String name, String expected, String found) {
    return new IOException(name + ": expected " + expected + ", found " + found);
  }
}
