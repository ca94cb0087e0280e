package io.github.lmu4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Little-endian bytes that grow. */
final class Hdf5Bytes {

  private static final int ALIGNMENT = 8;

  private ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

  private ByteBuffer room(long more) {
    if (bytes.remaining() < more) {
      long needed = bytes.position() + more;
      if (needed > Integer.MAX_VALUE - 64) {
        throw new IllegalArgumentException(
            "an HDF5 file must have less than 2 GiB (got %d bytes)".formatted(needed));
      }
      int capacity =
          (int) Math.min(Integer.MAX_VALUE - 64, Math.max(needed, 2L * bytes.capacity()));
      bytes =
          ByteBuffer.wrap(Arrays.copyOf(bytes.array(), capacity))
              .order(ByteOrder.LITTLE_ENDIAN)
              .position(bytes.position());
    }
    return bytes;
  }

  Hdf5Bytes int8(int value) {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  Hdf5Bytes int16(int value) {
    if (value < 0 || value > 0xffff) {
      throw new IllegalArgumentException(
          "a number of two bytes must be at most 65535 (got %d)".formatted(value));
    }
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  Hdf5Bytes int32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  Hdf5Bytes int64(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  Hdf5Bytes ascii(String text) {
    return put(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  Hdf5Bytes put(ByteBuffer values) {
    room(values.remaining()).put(values.duplicate());
    return this;
  }

  Hdf5Bytes zeros(int count) {
    room(count).put(new byte[count]);
    return this;
  }

  /** Goes on at a multiple of eight. */
  Hdf5Bytes align() {
    return zeros(Math.floorMod(-size(), ALIGNMENT));
  }

  int size() {
    return bytes.position();
  }

  /** The checksum of all from a place on. */
  int checksum(int start) {
    return Lookup3.of(bytes.array(), start, size());
  }

  /** All that was put, from the first byte on. */
  ByteBuffer content() {
    return bytes.duplicate().flip();
  }
}
