package io.github.lmu4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The sorted string table of LevelDB, in which TensorFlow keeps the index of a checkpoint: blocks
 * of entries whose keys leave out what they share with the key before, and a footer that points to
 * a block of pointers to blocks.
 *
 * @see <a href="https://github.com/google/leveldb/blob/main/doc/table_format.md">The table
 *     format</a>
 */
final class SortedTable {

  static final int FOOTER = 48;
  private static final int TRAILER = 5;
  static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int MAX_ENTRIES = 500_000;

  private final String place;
  private final byte[] file;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private SortedTable(String place, byte[] file) {
    this.place = place;
    this.file = file;
  }

  /**
   * Reads all entries.
   *
   * @param place what errors call the file
   * @param file its content
   * @return value by key, in the order of keys
   * @throws ModelFormatException if it is no sound table
   */
  static Map<String, byte[]> read(String place, byte[] file) throws ModelFormatException {
    SortedTable table = new SortedTable(place, file);
    table.read();
    return table.entries;
  }

  private void read() throws ModelFormatException {
    if (file.length < FOOTER) {
      throw damaged("a footer of " + FOOTER + " bytes", file.length + " bytes");
    }
    ByteBuffer footer = slice(file.length - FOOTER, FOOTER);
    if (footer.getLong(FOOTER - Long.BYTES) != MAGIC) {
      throw damaged("the magic number of a table at the end", "another");
    }
    // The block of metadata, which TensorFlow leaves empty.
    varint(footer);
    varint(footer);
    ByteBuffer index = block(varint(footer), varint(footer));
    Key key = new Key();
    while (index.hasRemaining()) {
      ByteBuffer handle = ByteBuffer.wrap(key.next(index));
      readEntries(block(varint(handle), varint(handle)));
    }
  }

  private void readEntries(ByteBuffer block) throws ModelFormatException {
    Key key = new Key();
    while (block.hasRemaining()) {
      byte[] value = key.next(block);
      if (entries.put(key.text(), value) != null || entries.size() > MAX_ENTRIES) {
        throw damaged("at most " + MAX_ENTRIES + " entries, each once", key.text());
      }
    }
  }

  /** The entries of a block, without what follows them. */
  private ByteBuffer block(long offset, long size) throws ModelFormatException {
    ByteBuffer whole = slice(offset, size + TRAILER);
    CRC32C checksum = new CRC32C();
    checksum.update(whole.slice(0, (int) size + 1));
    if (whole.get((int) size) != 0) {
      throw damaged("blocks without compression", "another kind");
    }
    if (unmasked(whole.getInt((int) size + 1)) != (int) checksum.getValue()) {
      throw damaged("blocks of the checksums that stand behind them", "a damaged block");
    }
    long restarts = size < Integer.BYTES ? -1 : whole.getInt((int) size - Integer.BYTES);
    long end = size - Integer.BYTES * (restarts + 1);
    if (restarts < 0 || end < 0) {
      throw damaged("a block with a list of restarts", "none");
    }
    return whole.slice(0, (int) end);
  }

  private ByteBuffer slice(long offset, long size) throws ModelFormatException {
    if (offset < 0 || size < 0 || offset > file.length - size) {
      throw damaged("a block within the file", size + " bytes at " + offset);
    }
    return ByteBuffer.wrap(file, (int) offset, (int) size).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private ModelFormatException damaged(String expected, String found) {
    return new ModelFormatException(place, expected, found);
  }

  private long varint(ByteBuffer in) throws ModelFormatException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      if (!in.hasRemaining()) {
        throw damaged("a whole number", "its end too early");
      }
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("a number of at most 63 bits", "a longer one");
  }

  /** The change that {@link #unmasked} takes back. */
  static int masked(int checksum) {
    return Integer.rotateRight(checksum, 15) + 0xa282ead8;
  }

  /** LevelDB changes checksums, so that those of data that hold checksums are good ones. */
  static int unmasked(int masked) {
    return Integer.rotateLeft(masked - 0xa282ead8, 15);
  }

  /** The key of the entry that was read last. */
  private final class Key {

    private byte[] bytes = {};

    /** Goes on by an entry, and gives its value. */
    byte[] next(ByteBuffer block) throws ModelFormatException {
      long shared = varint(block);
      long own = varint(block);
      long size = varint(block);
      if (shared > bytes.length || own > block.remaining() || size > block.remaining() - own) {
        throw damaged("an entry within its block", shared + ", " + own + ", " + size + " bytes");
      }
      byte[] key = new byte[(int) (shared + own)];
      System.arraycopy(bytes, 0, key, 0, (int) shared);
      block.get(key, (int) shared, (int) own);
      bytes = key;
      byte[] value = new byte[(int) size];
      block.get(value);
      return value;
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
