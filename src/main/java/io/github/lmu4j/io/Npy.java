package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * NumPy's {@code .npy}: one array behind a short header.
 *
 * <p>Read are the versions 1, 2 and 3 of the format, both byte orders, C and Fortran order, and the
 * element types {@code b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8}; those that {@link Array} does not have
 * become the next wider one that it has. Refused are objects (they would be pickles), strings and
 * structures.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The NPY
 *     format</a>
 */
public final class Npy {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy's own alignment of the values. */
  private static final int ALIGNMENT = 64;

  private Npy() {}

  /**
   * Reads an array.
   *
   * @param file the file
   * @return the array
   * @throws ModelFormatException if it is not a readable array
   * @throws IOException if the file cannot be read
   */
  public static Array read(Path file) throws IOException {
    if (Files.size(file) > Integer.MAX_VALUE - 64) {
      throw new ModelFormatException(file.toString(), "at most 2 GiB", Files.size(file) + " bytes");
    }
    return parse(file.toString(), Files.readAllBytes(file));
  }

  /**
   * Writes an array, little-endian, in C order.
   *
   * @param file the file, replaced if it exists
   * @param array the array
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Array array) throws IOException {
    AtomicFile.write(file, out -> write(out, array));
  }

  static void write(OutputStream out, Array array) throws IOException {
    byte[] text = NpyHeader.of(array).toString().getBytes(StandardCharsets.US_ASCII);
    int length = text.length + 1;
    int padded = length + Math.floorMod(-(MAGIC.length + 4 + length), ALIGNMENT);
    byte[] header = new byte[padded];
    Arrays.fill(header, (byte) ' ');
    System.arraycopy(text, 0, header, 0, text.length);
    header[padded - 1] = '\n';
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) padded, (byte) (padded >> 8)});
    out.write(header);
    ByteBuffer values = array.bytes();
    byte[] chunk = new byte[Math.min(values.remaining(), 1 << 16)];
    while (values.hasRemaining()) {
      int n = Math.min(values.remaining(), chunk.length);
      values.get(chunk, 0, n);
      out.write(chunk, 0, n);
    }
  }

  /** Reads an array from a whole file in memory. */
  static Array parse(String place, byte[] content) throws ModelFormatException {
    ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < MAGIC.length + 4
        || !Arrays.equals(MAGIC, 0, MAGIC.length, content, 0, MAGIC.length)) {
      throw new ModelFormatException(
          place, "a NumPy array, which begins with \\x93NUMPY", content.length + " other bytes");
    }
    in.position(MAGIC.length);
    int major = in.get();
    in.get();
    if (major < 1 || major > 3 || in.remaining() < 4) {
      throw new ModelFormatException(place, "version 1, 2 or 3 of the NPY format", "" + major);
    }
    long length =
        major == 1 ? Short.toUnsignedInt(in.getShort()) : Integer.toUnsignedLong(in.getInt());
    if (length > in.remaining()) {
      throw new ModelFormatException(
          place, "a header of " + length + " bytes", in.remaining() + " bytes");
    }
    String text = new String(content, in.position(), (int) length, StandardCharsets.UTF_8);
    NpyHeader header = NpyHeader.parse(place, text);
    in.position(in.position() + (int) length);
    return values(place, header, in);
  }

  private static Array values(String place, NpyHeader header, ByteBuffer in)
      throws ModelFormatException {
    long[] sizes = header.shape().asArray();
    long expected;
    try {
      long elements = 1;
      for (long size : sizes) {
        elements = Math.multiplyExact(elements, size);
      }
      expected = Math.multiplyExact(elements, (long) header.type().bytes());
    } catch (ArithmeticException e) {
      throw new ModelFormatException(place, "a shape that fits in memory", Arrays.toString(sizes));
    }
    if (expected != in.remaining()) {
      throw new ModelFormatException(
          place, expected + " bytes of values", in.remaining() + " bytes");
    }
    byte[] raw = new byte[(int) expected];
    in.get(raw);
    if (header.bigEndian()) {
      reverseElements(raw, header.type().bytes());
    }
    byte[] rowMajor = header.fortranOrder() ? rowMajor(raw, sizes, header.type().bytes()) : raw;
    byte[] converted;
    try {
      converted = header.type().convert(rowMajor);
    } catch (ArithmeticException e) {
      throw new ModelFormatException(
          place, "values within the range of int64", String.valueOf(e.getMessage()), e);
    }
    return Array.ofBytes(header.shape(), header.type().target(), converted);
  }

  private static void reverseElements(byte[] bytes, int width) {
    for (int start = 0; start < bytes.length; start += width) {
      for (int i = 0; i < width / 2; i++) {
        byte low = bytes[start + i];
        bytes[start + i] = bytes[start + width - 1 - i];
        bytes[start + width - 1 - i] = low;
      }
    }
  }

  /** From first axis fastest to last axis fastest. */
  private static byte[] rowMajor(byte[] columnMajor, long[] sizes, int width) {
    int rank = sizes.length;
    int[] strides = new int[rank];
    int stride = width;
    for (int axis = 0; axis < rank; axis++) {
      strides[axis] = stride;
      stride = (int) (stride * sizes[axis]);
    }
    byte[] result = new byte[columnMajor.length];
    int[] index = new int[rank];
    int from = 0;
    for (int to = 0; to < result.length; to += width) {
      System.arraycopy(columnMajor, from, result, to, width);
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < sizes[axis]) {
          break;
        }
        from -= strides[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return result;
  }
}
