package io.github.lmu4j.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Makes idx files, well-formed or not. */
public final class IdxBytes {

  private IdxBytes() {}

  /** A magic number, sizes of axes, and values that count up from 0 below the modulus. */
  public static byte[] of(int magic, int[] axes, int values, int modulus) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * axes.length + values).putInt(magic);
    for (int axis : axes) {
      bytes.putInt(axis);
    }
    for (int i = 0; i < values; i++) {
      bytes.put((byte) (i % modulus));
    }
    return bytes.array();
  }

  /** The images of an MNIST file: 28 by 28, counting pixels. */
  public static byte[] images(int count) {
    return of(0x803, new int[] {count, 28, 28}, count * 784, 256);
  }

  /** The labels of an MNIST file, counting 0 to 9. */
  public static byte[] labels(int count) {
    return of(0x801, new int[] {count}, count, 10);
  }

  /** The bytes, compressed. */
  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }
}
