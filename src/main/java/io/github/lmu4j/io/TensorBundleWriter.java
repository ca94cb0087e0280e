package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Operands;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/** Writes tensors as TensorFlow's checkpoints hold them: a file of bytes, and an index of it. */
final class TensorBundleWriter {

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final Map<String, byte[]> index = new HashMap<>();

  TensorBundleWriter() {}

  /** Adds a tensor of numbers. */
  void put(String key, Array array) {
    ByteBuffer buffer = array.bytes();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    put(key, Operands.toDataType(array.type().tensorType()), shape(array.shape()), bytes, checksum);
  }

  /** A shape as files have it; an open size is -1 in both. */
  static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder written = TensorShapeProto.newBuilder();
    for (long size : shape.asArray()) {
      written.addDimBuilder().setSize(size);
    }
    return written.build();
  }

  /** Adds a tensor that is one string of bytes; its checksum counts the length in four bytes. */
  void put(String key, byte[] string) {
    CRC32C checksum = new CRC32C();
    checksum.update(SortedTableWriter.int32(string.length));
    byte[] checksumOfLength =
        SortedTableWriter.int32(SortedTable.masked((int) checksum.getValue()));
    checksum.update(checksumOfLength);
    checksum.update(string);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SortedTableWriter.putVarint(bytes, string.length);
    bytes.writeBytes(checksumOfLength);
    bytes.writeBytes(string);
    put(
        key,
        DataType.DT_STRING,
        TensorShapeProto.getDefaultInstance(),
        bytes.toByteArray(),
        checksum);
  }

  private void put(
      String key, DataType type, TensorShapeProto shape, byte[] bytes, CRC32C checksum) {
    index.put(
        key,
        BundleEntryProto.newBuilder()
            .setDtype(type)
            .setShape(shape)
            .setOffset(data.size())
            .setSize(bytes.length)
            .setCrc32C(SortedTable.masked((int) checksum.getValue()))
            .build()
            .toByteArray());
    data.writeBytes(bytes);
  }

  /**
   * Writes both files. An index names how many files of bytes there are, and only the index of a
   * checkpoint that is there already is replaced: the bytes go to a file that it does not name, and
   * those that it named are deleted at the end. So there is a whole checkpoint at every moment.
   *
   * @param prefix what the names of both files begin with
   */
  void write(Path prefix) throws IOException {
    Path target = TensorBundle.index(prefix);
    int before = Files.exists(target) ? TensorBundle.open(prefix).shards() : 2;
    int shards = before == 1 ? 2 : 1;
    BundleHeaderProto header =
        BundleHeaderProto.newBuilder()
            .setNumShards(shards)
            .setEndianness(BundleHeaderProto.Endianness.LITTLE)
            .setVersion(VersionDef.newBuilder().setProducer(1))
            .build();
    index.put("", header.toByteArray());
    byte[] table = SortedTableWriter.write(index);
    AtomicFile.replace(
        TensorBundle.data(prefix, 0, shards),
        beside -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
            data.writeTo(out);
          }
        });
    TensorBundle written = TensorBundle.of(prefix, table);
    for (String key : written.keys()) {
      written.requireWhole(key);
    }
    AtomicFile.replace(target, beside -> Files.write(beside, table));
    for (int shard = 0; shard < before; shard++) {
      Files.deleteIfExists(TensorBundle.data(prefix, shard, before));
    }
  }
}
