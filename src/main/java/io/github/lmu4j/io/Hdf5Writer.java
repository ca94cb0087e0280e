package io.github.lmu4j.io;

import io.github.lmu4j.io.Hdf5Tree.Stored;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.ndarray.Shape;

/**
 * Writes HDF5 files: groups with their members' addresses in their headers, arrays in one piece,
 * attributes of text, whose characters are in a heap, so that they may be of any length.
 *
 * <p>jHDF, which reads these files, is not used to write them: it loses an empty group that is
 * written last, texts of 60,000 characters and more, and knows neither arrays without elements nor
 * float16.
 *
 * <p>The file is laid out in memory: superblock, arrays, heap, then headers from the leaves to the
 * root, each of which needs the addresses of what it holds.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 file
 *     format, version 3</a>
 */
final class Hdf5Writer {

  private static final byte[] SIGNATURE = {
    (byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n',
  };
  private static final long UNDEFINED = -1;
  private static final int SUPERBLOCK = 48;

  /** Readers take this much of a heap at once, whatever its size. */
  private static final int SMALLEST_HEAP = 4096;

  private static final int MOST_TEXTS = 0xffff;

  private static final int DATASPACE = 0x1;
  private static final int LINK_INFO = 0x2;
  private static final int DATATYPE = 0x3;
  private static final int FILL_VALUE = 0x5;
  private static final int LINK = 0x6;
  private static final int LAYOUT = 0x8;
  private static final int GROUP_INFO = 0xa;
  private static final int ATTRIBUTE = 0xc;

  private final Hdf5Bytes file = new Hdf5Bytes();
  private final IdentityHashMap<Stored, Long> addresses = new IdentityHashMap<>();

  /** Number in the heap by text; equal texts are kept once. */
  private final Map<String, Integer> texts = new HashMap<>();

  private final long heap;

  private Hdf5Writer(Hdf5Tree root) {
    file.zeros(SUPERBLOCK);
    putArrays(root);
    List<String> all = new ArrayList<>();
    collectTexts(root, all);
    heap = all.isEmpty() ? UNDEFINED : putHeap(all);
  }

  /** The bytes of a file. */
  static byte[] write(Hdf5Tree root) {
    Hdf5Writer writer = new Hdf5Writer(root);
    long address = writer.putGroup(root);
    return writer.finish(address);
  }

  private void putArrays(Hdf5Tree group) {
    for (Stored array : group.arrays().values()) {
      file.align();
      addresses.put(array, array.bytes().hasRemaining() ? (long) file.size() : UNDEFINED);
      file.put(array.bytes());
    }
    group.groups().values().forEach(this::putArrays);
  }

  private void collectTexts(Hdf5Tree group, List<String> all) {
    for (Object value : group.attributes().values()) {
      for (Object text : value instanceof List<?> list ? list : List.of(value)) {
        if (texts.putIfAbsent(text.toString(), all.size() + 1) == null) {
          all.add(text.toString());
        }
      }
    }
    group.groups().values().forEach(inner -> collectTexts(inner, all));
  }

  private long putHeap(List<String> all) {
    if (all.size() > MOST_TEXTS) {
      throw new IllegalArgumentException(
          "attributes must have at most %d different texts (got %d)"
              .formatted(MOST_TEXTS, all.size()));
    }
    Hdf5Bytes objects = new Hdf5Bytes();
    for (int i = 0; i < all.size(); i++) {
      byte[] text = all.get(i).getBytes(StandardCharsets.UTF_8);
      objects.int16(i + 1).int16(1).int32(0).int64(text.length).put(ByteBuffer.wrap(text)).align();
    }
    int header = 16;
    // What is left of the heap is object 0, whose size counts its own header.
    int size = Math.max(SMALLEST_HEAP, objects.size() + 2 * header);
    file.align();
    long address = file.size();
    file.ascii("GCOL").int8(1).zeros(3).int64(size).put(objects.content());
    int free = size - header - objects.size();
    file.zeros(8).int64(free).zeros(free - header);
    return address;
  }

  private long putGroup(Hdf5Tree group) {
    Map<String, Long> members = new TreeMap<>();
    group.arrays().forEach((name, array) -> members.put(name, putArray(array)));
    group.groups().forEach((name, inner) -> members.put(name, putGroup(inner)));
    Hdf5Bytes messages = new Hdf5Bytes();
    message(messages, LINK_INFO, new Hdf5Bytes().int8(0).int8(0).int64(UNDEFINED).int64(UNDEFINED));
    message(messages, GROUP_INFO, new Hdf5Bytes().int8(0).int8(0));
    members.forEach((name, address) -> message(messages, LINK, link(name, address)));
    group
        .attributes()
        .forEach((name, value) -> message(messages, ATTRIBUTE, attribute(name, value)));
    return putHeader(messages);
  }

  private long putArray(Stored array) {
    Hdf5Bytes messages = new Hdf5Bytes();
    message(messages, DATASPACE, dataspace(array.shape()));
    message(messages, DATATYPE, datatype(array.type()));
    int lateAllocation = 2;
    int writtenIfSet = 2 << 2;
    message(messages, FILL_VALUE, new Hdf5Bytes().int8(3).int8(lateAllocation | writtenIfSet));
    message(
        messages,
        LAYOUT,
        new Hdf5Bytes()
            .int8(3)
            .int8(1)
            .int64(addresses.getOrDefault(array, UNDEFINED))
            .int64(array.bytes().remaining()));
    return putHeader(messages);
  }

  private static void message(Hdf5Bytes messages, int type, Hdf5Bytes content) {
    messages.int8(type).int16(content.size()).int8(0).put(content.content());
  }

  private long putHeader(Hdf5Bytes messages) {
    file.align();
    int start = file.size();
    int sizeOfFourBytes = 2;
    file.ascii("OHDR").int8(2).int8(sizeOfFourBytes).int32(messages.size());
    file.put(messages.content());
    file.int32(file.checksum(start));
    return start;
  }

  private static Hdf5Bytes link(String name, long address) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    int utf8WithLengthOfTwoBytes = 0x11;
    return new Hdf5Bytes()
        .int8(1)
        .int8(utf8WithLengthOfTwoBytes)
        .int8(1)
        .int16(text.length)
        .put(ByteBuffer.wrap(text))
        .int64(address);
  }

  private Hdf5Bytes attribute(String name, Object value) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    List<?> values = value instanceof List<?> list ? list : List.of(value);
    Hdf5Bytes space =
        dataspace(value instanceof List<?> list ? Shape.of(list.size()) : Shape.scalar());
    Hdf5Bytes type = textType();
    Hdf5Bytes content =
        new Hdf5Bytes()
            .int8(3)
            .int8(0)
            .int16(text.length + 1)
            .int16(type.size())
            .int16(space.size())
            .int8(1)
            .put(ByteBuffer.wrap(text))
            .int8(0)
            .put(type.content())
            .put(space.content());
    for (Object each : values) {
      String single = each.toString();
      content
          .int32(single.getBytes(StandardCharsets.UTF_8).length)
          .int64(heap)
          .int32(texts.getOrDefault(single, 0));
    }
    return content;
  }

  /** Texts of any length in UTF-8: sequences of bytes. */
  private static Hdf5Bytes textType() {
    return new Hdf5Bytes()
        .int8(0x19)
        .int8(1)
        .int16(1)
        .int32(16)
        .int8(0x10)
        .zeros(3)
        .int32(1)
        .int16(0)
        .int16(8);
  }

  private static Hdf5Bytes dataspace(Shape shape) {
    boolean scalar = shape.numDimensions() == 0;
    Hdf5Bytes space =
        new Hdf5Bytes().int8(2).int8(shape.numDimensions()).int8(0).int8(scalar ? 0 : 1);
    for (long size : shape.asArray()) {
      space.int64(size);
    }
    return space;
  }

  private static Hdf5Bytes datatype(NpyType type) {
    return switch (type) {
      case F2 -> floating(2, 10, 5, 15);
      case F4 -> floating(4, 23, 8, 127);
      case F8 -> floating(8, 52, 11, 1023);
      case I1, I2, I4, I8 -> whole(type.bytes(), true);
      case U1, U2, U4, U8, B1 -> whole(type.bytes(), false);
    };
  }

  private static Hdf5Bytes floating(int bytes, int fraction, int exponent, int bias) {
    int impliedLeadingBit = 0x20;
    int bits = 8 * bytes;
    return new Hdf5Bytes()
        .int8(0x11)
        .int8(impliedLeadingBit)
        .int8(bits - 1)
        .int8(0)
        .int32(bytes)
        .int16(0)
        .int16(bits)
        .int8(fraction)
        .int8(exponent)
        .int8(0)
        .int8(fraction)
        .int32(bias);
  }

  private static Hdf5Bytes whole(int bytes, boolean signed) {
    return new Hdf5Bytes()
        .int8(0x10)
        .int8(signed ? 0x8 : 0)
        .int16(0)
        .int32(bytes)
        .int16(0)
        .int16(8 * bytes);
  }

  private byte[] finish(long root) {
    byte[] whole = new byte[file.size()];
    file.content().get(whole);
    ByteBuffer start = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int addressBytes = Long.BYTES;
    start.put(SIGNATURE).put((byte) 2).put((byte) addressBytes).put((byte) addressBytes);
    start.put((byte) 0).putLong(0).putLong(UNDEFINED).putLong(whole.length).putLong(root);
    start.putInt(Lookup3.of(whole, 0, start.position()));
    return whole;
  }
}
