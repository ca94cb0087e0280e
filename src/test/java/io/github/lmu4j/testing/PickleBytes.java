package io.github.lmu4j.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pickles of protocol 2, instruction by instruction, sound or not. */
public final class PickleBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Begins a pickle. */
  public static PickleBytes begin() {
    return new PickleBytes().raw(0x80, 2);
  }

  /** Bytes as they are. */
  public PickleBytes raw(int... bytes) {
    for (int each : bytes) {
      out.write(each);
    }
    return this;
  }

  /** Letters as they are: most instructions are one. */
  public PickleBytes ops(String letters) {
    out.writeBytes(letters.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** A name of Python's. */
  public PickleBytes global(String module, String name) {
    return ops("c" + module + "\n" + name + "\n");
  }

  /** A text. */
  public PickleBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ops("X").out.writeBytes(le(Integer.BYTES).putInt(utf8.length).array());
    out.writeBytes(utf8);
    return this;
  }

  /** A whole number. */
  public PickleBytes number(long value) {
    raw(0x8a, Long.BYTES).out.writeBytes(le(Long.BYTES).putLong(value).array());
    return this;
  }

  private PickleBytes numbers(long... values) {
    ops("(");
    for (long value : values) {
      number(value);
    }
    return ops("t");
  }

  /** A storage: the second of torch's names, its key, its number of elements. */
  public PickleBytes storage(String type, String key, long elements) {
    return ops("(")
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .number(elements)
        .ops("tQ");
  }

  /** A tensor of a storage that {@link #storage} makes. */
  public PickleBytes tensor(PickleBytes storage, long offset, long[] sizes, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").ops("(").out.writeBytes(storage.bytes());
    return number(offset)
        .numbers(sizes)
        .numbers(strides)
        .raw(0x89)
        .global("collections", "OrderedDict")
        .ops(")RtR");
  }

  /** A piece to put into another pickle. */
  public static PickleBytes part() {
    return new PickleBytes();
  }

  /** What was written. */
  public byte[] bytes() {
    return out.toByteArray();
  }

  private static ByteBuffer le(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A file of {@code torch.save} around a pickle, whose storage 0 has some bytes. */
  public byte[] file(int storageBytes) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("archive/data.pkl", bytes());
    entries.put("archive/data/0", new byte[storageBytes]);
    entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    return HostileZips.pack(entries);
  }
}
