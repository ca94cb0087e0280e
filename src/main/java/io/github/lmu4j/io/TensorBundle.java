package io.github.lmu4j.io;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The tensors of a TensorFlow checkpoint: an index, a {@link SortedTable} of their types, shapes
 * and places, and files of their bytes. It is read here, not by TensorFlow, which trusts it more.
 */
final class TensorBundle {

  private static final int MAX_INDEX = 64 << 20;

  private final Path prefix;
  private final int shards;
  private final Map<String, BundleEntryProto> entries;

  private TensorBundle(Path prefix, int shards, Map<String, BundleEntryProto> entries) {
    this.prefix = prefix;
    this.shards = shards;
    this.entries = entries;
  }

  static Path index(Path prefix) {
    return prefix.resolveSibling(prefix.getFileName() + ".index");
  }

  /** One of the files of bytes. */
  static Path data(Path prefix, int shard, int shards) {
    return prefix.resolveSibling(
        "%s.data-%05d-of-%05d".formatted(prefix.getFileName(), shard, shards));
  }

  /** How many files of bytes the index names. */
  int shards() {
    return shards;
  }

  /**
   * Reads the index.
   *
   * @param prefix what the names of all files of the checkpoint begin with
   * @throws ModelFormatException if it is no sound index
   * @throws IOException if it cannot be read
   */
  static TensorBundle open(Path prefix) throws IOException {
    return of(prefix, FileBytes.read(index(prefix), MAX_INDEX));
  }

  /** Reads an index that may not be at its place yet. */
  static TensorBundle of(Path prefix, byte[] content) throws ModelFormatException {
    Path index = index(prefix);
    Map<String, byte[]> table = SortedTable.read(index.toString(), content);
    try {
      byte[] header = table.remove("");
      BundleHeaderProto bundle = BundleHeaderProto.parseFrom(header == null ? new byte[0] : header);
      if (bundle.getEndianness() != BundleHeaderProto.Endianness.LITTLE
          || bundle.getNumShards() < 1) {
        throw new ModelFormatException(
            index.toString(), "a header of a little-endian checkpoint", "another");
      }
      Map<String, BundleEntryProto> entries = new LinkedHashMap<>();
      for (Map.Entry<String, byte[]> entry : table.entrySet()) {
        entries.put(entry.getKey(), BundleEntryProto.parseFrom(entry.getValue()));
      }
      return new TensorBundle(prefix, bundle.getNumShards(), Collections.unmodifiableMap(entries));
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(
          index.toString(), "entries of a checkpoint", String.valueOf(e.getMessage()), e);
    }
  }

  /** The names of all tensors. */
  Set<String> keys() {
    return entries.keySet();
  }

  /**
   * Checks what every entry says of itself against the files, so that TensorFlow can be let at
   * them.
   *
   * @throws ModelFormatException if an entry says that there is more than there is
   */
  void requireSound() throws IOException {
    for (String key : keys()) {
      BundleEntryProto entry = entry(key);
      requireWithin(key, entry, entry.getSize());
      if (entry.getDtype() != DataType.DT_STRING) {
        requireSize(key, entry, type(key, entry));
      }
    }
  }

  /** Reads a tensor of any kind, with its checksum where it has numbers. */
  void requireWhole(String key) throws IOException {
    if (entry(key).getDtype() == DataType.DT_STRING) {
      string(key);
    } else {
      array(key);
    }
  }

  /** A tensor of numbers. */
  Array array(String key) throws IOException {
    BundleEntryProto entry = entry(key);
    NpyType type = type(key, entry);
    Shape shape = requireSize(key, entry, type);
    byte[] bytes = bytes(key, entry, entry.getSize());
    requireChecksum(key, entry, bytes);
    return Array.ofBytes(shape, type.target(), type.convert(bytes));
  }

  private NpyType type(String key, BundleEntryProto entry) throws ModelFormatException {
    return switch (entry.getDtype()) {
      case DT_FLOAT -> NpyType.F4;
      case DT_DOUBLE -> NpyType.F8;
      case DT_HALF -> NpyType.F2;
      case DT_INT32 -> NpyType.I4;
      case DT_INT64 -> NpyType.I8;
      case DT_UINT8 -> NpyType.U1;
      case DT_UINT32 -> NpyType.U4;
      case DT_BOOL -> NpyType.B1;
      default ->
          throw new ModelFormatException(
              place(key), "a tensor of numbers", entry.getDtype().toString());
    };
  }

  /** The shape, which the number of bytes must fit. */
  private Shape requireSize(String key, BundleEntryProto entry, NpyType type)
      throws ModelFormatException {
    long[] sizes =
        entry.getShape().getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray();
    long expected = type.bytes();
    for (long size : sizes) {
      if (size < 0 || size > Integer.MAX_VALUE || expected * size > Integer.MAX_VALUE) {
        throw new ModelFormatException(place(key), "a shape that fits in memory", "" + size);
      }
      expected *= size;
    }
    if (expected != entry.getSize() || entry.getSlicesCount() > 0) {
      throw new ModelFormatException(
          place(key), expected + " bytes in one piece", entry.getSize() + " bytes");
    }
    return Shape.of(sizes);
  }

  /** A tensor that is one string of bytes: its length, a checksum of the length, and the bytes. */
  byte[] string(String key) throws IOException {
    BundleEntryProto entry = entry(key);
    byte[] all = bytes(key, entry, Math.min(entry.getSize(), MAX_INDEX));
    ByteBuffer in = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    long length = 0;
    int shift = 0;
    byte next = -1;
    while (next < 0 && in.hasRemaining() && shift < 35) {
      next = in.get();
      length |= (next & 0x7fL) << shift;
      shift += 7;
    }
    if (in.remaining() != length + Integer.BYTES) {
      throw new ModelFormatException(
          place(key), "a string of " + length + " bytes", in.remaining() + " bytes");
    }
    byte[] value = new byte[(int) length];
    in.position(in.position() + Integer.BYTES);
    in.get(value);
    return value;
  }

  private BundleEntryProto entry(String key) throws ModelFormatException {
    BundleEntryProto entry = entries.get(key);
    if (entry == null) {
      throw new ModelFormatException(prefix.toString(), "a tensor " + key, "only " + keys());
    }
    return entry;
  }

  private String place(String key) {
    return prefix + ": " + key;
  }

  private byte[] bytes(String key, BundleEntryProto entry, long size) throws IOException {
    Path file = requireWithin(key, entry, size);
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, entry.getOffset() + bytes.position());
      }
      return bytes.array();
    }
  }

  /** The file of an entry, which must be large enough. */
  private Path requireWithin(String key, BundleEntryProto entry, long size) throws IOException {
    int shard = entry.getShardId();
    Path file = data(prefix, shard, shards);
    if (shard < 0 || shard >= shards || !Files.isRegularFile(file)) {
      throw new ModelFormatException(place(key), "a file " + file.getFileName(), "none");
    }
    long length = Files.size(file);
    if (entry.getOffset() < 0 || size < 0 || entry.getOffset() > length - size) {
      throw new ModelFormatException(
          place(key),
          "%d bytes at %d".formatted(size, entry.getOffset()),
          "a file of " + length + " bytes");
    }
    return file;
  }

  private void requireChecksum(String key, BundleEntryProto entry, byte[] bytes)
      throws ModelFormatException {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    if (SortedTable.unmasked(entry.getCrc32C()) != (int) checksum.getValue()) {
      throw new ModelFormatException(
          place(key), "the checksum that the index has", "damaged values");
    }
  }
}
