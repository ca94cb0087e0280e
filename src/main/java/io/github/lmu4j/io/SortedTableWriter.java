package io.github.lmu4j.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Writes a {@link SortedTable} as one block of entries, each with its whole key, and a pointer to
 * it.
 */
final class SortedTableWriter {

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  private SortedTableWriter() {}

  /** The bytes of a table; keys are of ASCII, whose order is that of their bytes. */
  static byte[] write(Map<String, byte[]> entries) {
    SortedTableWriter table = new SortedTableWriter();
    TreeMap<String, byte[]> sorted = new TreeMap<>(entries);
    byte[] block = table.putBlock(sorted);
    byte[] nothing = table.putBlock(Map.of());
    byte[] index = table.putBlock(Map.of(sorted.lastKey(), block));
    ByteBuffer footer = ByteBuffer.allocate(SortedTable.FOOTER).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(nothing).put(index);
    footer.putLong(SortedTable.FOOTER - Long.BYTES, SortedTable.MAGIC);
    table.file.writeBytes(footer.array());
    return table.file.toByteArray();
  }

  /** Puts a block, and gives its place and size. */
  private byte[] putBlock(Map<String, byte[]> entries) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    List<Integer> restarts = new ArrayList<>();
    entries.forEach(
        (key, value) -> {
          restarts.add(block.size());
          byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
          int sharedWithTheKeyBefore = 0;
          putVarint(block, sharedWithTheKeyBefore);
          putVarint(block, bytes.length);
          putVarint(block, value.length);
          block.writeBytes(bytes);
          block.writeBytes(value);
        });
    if (restarts.isEmpty()) {
      restarts.add(0);
    }
    restarts.forEach(restart -> block.writeBytes(int32(restart)));
    block.writeBytes(int32(restarts.size()));
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    putVarint(handle, file.size());
    putVarint(handle, block.size());
    int withoutCompression = 0;
    block.write(withoutCompression);
    file.writeBytes(block.toByteArray());
    file.writeBytes(int32(maskedChecksum(block.toByteArray())));
    return handle.toByteArray();
  }

  static byte[] int32(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  static void putVarint(ByteArrayOutputStream out, long value) {
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((int) ((rest & 0x7f) | 0x80));
    }
    out.write((int) rest);
  }

  private static int maskedChecksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return SortedTable.masked((int) checksum.getValue());
  }
}
