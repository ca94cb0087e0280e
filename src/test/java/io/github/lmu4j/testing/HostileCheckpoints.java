package io.github.lmu4j.testing;

import io.github.lmu4j.testing.HostileFile.Door;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/** Checkpoints whose index, with sound checksums, says what is not so. */
public final class HostileCheckpoints {

  private static final String DATA = HostileFile.MAIN + ".data-00000-of-00001";
  private static final String KERNEL = "dense/kernel";

  private HostileCheckpoints() {}

  /** All of them: weights of one Dense(2) on 3 inputs. */
  public static List<HostileFile> all() {
    List<HostileFile> all = new ArrayList<>();
    all.add(kernel("a huge shape", entry -> shape(entry, 1L << 40, 1L << 40)));
    all.add(kernel("a shape of more than its bytes", entry -> shape(entry, 30_000, 20_000)));
    all.add(kernel("a negative size", entry -> shape(entry, -3, -2)));
    all.add(kernel("another shape", entry -> shape(entry, 2, 3)));
    all.add(kernel("2 GiB of bytes", entry -> entry.setSize(Integer.MAX_VALUE)));
    all.add(kernel("a negative number of bytes", entry -> entry.setSize(-24)));
    all.add(kernel("bytes behind the end", entry -> entry.setOffset(1L << 60)));
    all.add(kernel("bytes before the beginning", entry -> entry.setOffset(-8)));
    all.add(kernel("a file that is not there", entry -> entry.setShardId(3)));
    all.add(kernel("a file of negative number", entry -> entry.setShardId(-1)));
    all.add(kernel("a wrong checksum", entry -> entry.setCrc32C(1)));
    all.add(kernel("slices", entry -> entry.addSlicesBuilder()));
    for (DataType type :
        List.of(
            DataType.DT_STRING,
            DataType.DT_RESOURCE,
            DataType.DT_VARIANT,
            DataType.DT_COMPLEX64,
            DataType.DT_INVALID,
            DataType.DT_DOUBLE)) {
      all.add(kernel("elements of " + type, entry -> entry.setDtype(type)));
    }
    BundleHeaderProto header = BundleHeaderProto.newBuilder().setNumShards(1).build();
    all.add(checkpoint("a big-endian header", header.toBuilder().setEndiannessValue(1), e -> {}));
    all.add(checkpoint("no files", header.toBuilder().setNumShards(0), e -> {}));
    all.add(checkpoint("negative files", header.toBuilder().setNumShards(-5), e -> {}));
    all.add(checkpoint("2 billion files", header.toBuilder().setNumShards(2_000_000_000), e -> {}));
    all.add(graph("a graph of objects of 2 GiB", entry -> entry.setSize(Integer.MAX_VALUE)));
    all.add(graph("a graph of objects that is no text", entry -> entry.setSize(3)));
    all.add(graph("a graph of objects behind the end", entry -> entry.setOffset(1 << 30)));
    return all;
  }

  /** The same without a fault. */
  public static HostileFile good() {
    return kernel("nothing wrong", entry -> {});
  }

  private static void shape(BundleEntryProto.Builder entry, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    entry.setShape(shape);
  }

  private static HostileFile kernel(String name, Consumer<BundleEntryProto.Builder> change) {
    return checkpoint(name, BundleHeaderProto.newBuilder().setNumShards(1), change);
  }

  private static HostileFile graph(String name, Consumer<BundleEntryProto.Builder> change) {
    SortedMap<String, byte[]> table =
        table(BundleHeaderProto.newBuilder().setNumShards(1), e -> {});
    BundleEntryProto.Builder entry = BundleEntryProto.newBuilder().setDtype(DataType.DT_STRING);
    change.accept(entry);
    table.put("_CHECKPOINTABLE_OBJECT_GRAPH", entry.build().toByteArray());
    return file(name, table);
  }

  private static HostileFile checkpoint(
      String name,
      BundleHeaderProto.Builder header,
      Consumer<BundleEntryProto.Builder> changeOfKernel) {
    return file(name, table(header, changeOfKernel));
  }

  private static SortedMap<String, byte[]> table(
      BundleHeaderProto.Builder header, Consumer<BundleEntryProto.Builder> changeOfKernel) {
    SortedMap<String, byte[]> table = new TreeMap<>();
    table.put("", header.build().toByteArray());
    table.put("dense/bias", entry(24, 2).build().toByteArray());
    BundleEntryProto.Builder kernel = entry(0, 3, 2);
    changeOfKernel.accept(kernel);
    table.put(KERNEL, kernel.build().toByteArray());
    return table;
  }

  private static HostileFile file(String name, SortedMap<String, byte[]> table) {
    return HostileFile.of(
        "checkpoint with " + name,
        Door.WEIGHTS,
        Map.of(
            HostileFile.MAIN + ".index",
            SortedTableBytes.of(table),
            DATA,
            data(),
            HostileFile.CONFIG,
            HostileHdf5.good().files().getOrDefault(HostileFile.CONFIG, new byte[0])));
  }

  private static byte[] data() {
    ByteBuffer data = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 8; i++) {
      data.putFloat(i);
    }
    return data.array();
  }

  private static BundleEntryProto.Builder entry(int offset, long... sizes) {
    int count = 1;
    for (long size : sizes) {
      count *= (int) size;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(data(), offset, 4 * count);
    BundleEntryProto.Builder entry =
        BundleEntryProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setOffset(offset)
            .setSize(4L * count)
            .setCrc32C(Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8);
    shape(entry, sizes);
    return entry;
  }
}
