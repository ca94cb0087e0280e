package io.github.lmu4j.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Writes the sorted string table of LevelDB, as one block: the index of a checkpoint. */
public final class SortedTableBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private SortedTableBytes() {}

  /** A table of some entries. */
  public static byte[] of(SortedMap<String, byte[]> entries) {
    SortedTableBytes table = new SortedTableBytes();
    byte[] meta = table.block(new TreeMap<>());
    byte[] data = table.block(entries);
    SortedMap<String, byte[]> index = new TreeMap<>(Map.of("\u007f", data));
    byte[] handle = table.block(index);
    byte[] footer = new byte[48];
    System.arraycopy(meta, 0, footer, 0, meta.length);
    System.arraycopy(handle, 0, footer, meta.length, handle.length);
    ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN).putLong(40, 0xdb4775248b80fb57L);
    table.out.writeBytes(footer);
    return table.out.toByteArray();
  }

  /** Appends a block; returns where it stands. */
  private byte[] block(SortedMap<String, byte[]> entries) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    entries.forEach(
        (key, value) -> {
          byte[] name = key.getBytes(StandardCharsets.UTF_8);
          block.write(0);
          varint(block, name.length);
          varint(block, value.length);
          block.writeBytes(name);
          block.writeBytes(value);
        });
    // One restart, at the beginning.
    block.writeBytes(new byte[] {0, 0, 0, 0, 1, 0, 0, 0});
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    varint(handle, out.size());
    varint(handle, block.size());
    block.write(0);
    CRC32C checksum = new CRC32C();
    checksum.update(block.toByteArray());
    out.writeBytes(block.toByteArray());
    ByteBuffer masked = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    masked.putInt(Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8);
    out.writeBytes(masked.array());
    return handle.toByteArray();
  }

  private static void varint(ByteArrayOutputStream to, int value) {
    int rest = value;
    while (rest >= 0x80) {
      to.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    to.write(rest);
  }
}
