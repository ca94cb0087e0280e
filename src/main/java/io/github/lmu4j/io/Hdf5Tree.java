package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.ndarray.Shape;

/**
 * A group of an HDF5 file that is yet to be written: groups and arrays by name, attributes of text.
 */
final class Hdf5Tree {

  private static final int MOST_TEXTS = 4000;

  /**
   * An array as it is stored.
   *
   * @param shape its shape
   * @param type its element type
   * @param bytes its elements, little-endian
   */
  record Stored(Shape shape, NpyType type, ByteBuffer bytes) {}

  /** What a group holds, in the order of names, in which readers of HDF5 list it. */
  private final Map<String, Hdf5Tree> groups = new TreeMap<>();

  private final Map<String, Stored> arrays = new TreeMap<>();
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  /** The group at a path, made with all groups above it where there is none. */
  Hdf5Tree group(String path) {
    Hdf5Tree group = this;
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty()) {
        group.requireFree(name, group.arrays);
        group = group.groups.computeIfAbsent(name, key -> new Hdf5Tree());
      }
    }
    return group;
  }

  /** Puts an array at a path; one of floating point as float16, if that is wanted. */
  void put(String path, Array array, boolean half) {
    if (half && array.type().isFloating()) {
      putHalf(path, array);
    } else {
      put(path, array);
    }
  }

  /** Puts an array at a path. */
  void put(String path, Array array) {
    put(path, new Stored(array.shape(), NpyType.of(array.type()), array.bytes()));
  }

  private void putHalf(String path, Array array) {
    ByteBuffer halves =
        ByteBuffer.allocate(Math.multiplyExact(array.size(), Short.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : array.cast(DType.FLOAT32).toFloats()) {
      halves.putShort(Half.of(value));
    }
    put(path, new Stored(array.shape(), NpyType.F2, halves.flip()));
  }

  private void put(String path, Stored array) {
    int slash = path.lastIndexOf('/');
    Hdf5Tree group = slash < 0 ? this : group(path.substring(0, slash));
    String name = path.substring(slash + 1);
    group.requireFree(name, group.groups);
    group.requireFree(name, group.arrays);
    group.arrays.put(name, array);
  }

  private void requireFree(String name, Map<String, ?> taken) {
    if (taken.containsKey(name)) {
      throw new IllegalArgumentException(
          "names of a group must be of one array or one group (got %s twice)".formatted(name));
    }
  }

  /** Gives the group an attribute. */
  Hdf5Tree text(String name, String value) {
    attributes.put(name, value);
    return this;
  }

  /**
   * Gives the group an attribute that is a list. A long one is split into parts with numbers, as
   * Keras does: an attribute has less than 64 KiB, 16 bytes a text.
   */
  Hdf5Tree texts(String name, List<String> values) {
    if (values.size() <= MOST_TEXTS) {
      attributes.put(name, List.copyOf(values));
    } else {
      for (int i = 0; i * MOST_TEXTS < values.size(); i++) {
        int end = Math.min((i + 1) * MOST_TEXTS, values.size());
        attributes.put(name + i, List.copyOf(values.subList(i * MOST_TEXTS, end)));
      }
    }
    return this;
  }

  Map<String, Hdf5Tree> groups() {
    return groups;
  }

  Map<String, Stored> arrays() {
    return arrays;
  }

  /** Text, or a list of texts, by name. */
  Map<String, Object> attributes() {
    return attributes;
  }
}
