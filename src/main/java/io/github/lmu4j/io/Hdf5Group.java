package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.message.DataLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;

/** A group of an {@link Hdf5File}. */
final class Hdf5Group {

  private static final Set<DataLayout> WHOLE =
      EnumSet.of(DataLayout.COMPACT, DataLayout.CONTIGUOUS);
  private static final Map<Class<?>, DType> ELEMENTS =
      Map.of(
          float.class, DType.FLOAT32,
          double.class, DType.FLOAT64,
          int.class, DType.INT32,
          long.class, DType.INT64);
  private static final int MAX_DEPTH = 64;
  private static final int MAX_CHILDREN = 20_000;

  private final String file;
  private final String path;
  private final Group group;
  private final int depth;
  private Optional<Map<String, Node>> children = Optional.empty();

  Hdf5Group(String file, String path, Group group, int depth) {
    this.file = file;
    this.path = path;
    this.group = group;
    this.depth = depth;
  }

  /**
   * Runs a piece of the HDF5 library, which trusts the file: a damaged one makes it fail in any
   * way, also by recursion without end and by asking for more memory than there is.
   */
  static <V> V guarded(String place, Supplier<V> reading) throws ModelFormatException {
    try {
      return reading.get();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new ModelFormatException(place, "a sound HDF5 file of Keras", String.valueOf(e), e);
    }
  }

  /** What errors call this group. */
  String place() {
    return file + ": " + (path.isEmpty() ? "/" : path);
  }

  private Map<String, Node> children() throws ModelFormatException {
    if (children.isEmpty()) {
      children = Optional.of(checkedChildren());
    }
    return children.get();
  }

  private Map<String, Node> checkedChildren() throws ModelFormatException {
    Map<String, Node> children = guarded(place(), group::getChildren);
    if (children.size() > MAX_CHILDREN || depth > MAX_DEPTH) {
      throw new ModelFormatException(
          place(), "at most %d groups in one, %d deep".formatted(MAX_CHILDREN, MAX_DEPTH), "more");
    }
    for (Node child : children.values()) {
      if (guarded(place(), child::isLink)) {
        throw new ModelFormatException(place(), "groups and arrays, no links", child.getName());
      }
    }
    return children;
  }

  /** The groups in this one, in the order of their names. */
  Map<String, Hdf5Group> groups() throws ModelFormatException {
    Map<String, Hdf5Group> groups = new LinkedHashMap<>();
    for (Map.Entry<String, Node> child : children().entrySet()) {
      if (child.getValue() instanceof Group inner) {
        groups.put(
            child.getKey(), new Hdf5Group(file, path + "/" + child.getKey(), inner, depth + 1));
      }
    }
    return groups;
  }

  Optional<Hdf5Group> find(String name) throws ModelFormatException {
    return Optional.ofNullable(groups().get(name));
  }

  Hdf5Group at(String name) throws ModelFormatException {
    Hdf5Group found = groups().get(name);
    if (found == null) {
      throw new ModelFormatException(place(), "a group " + name, "" + groups().keySet());
    }
    return found;
  }

  /** A group or array further down. */
  Array arrayAt(String relative) throws ModelFormatException {
    int slash = relative.indexOf('/');
    return slash < 0
        ? array(relative)
        : at(relative.substring(0, slash)).arrayAt(relative.substring(slash + 1));
  }

  /** The names of the arrays in this group. */
  List<String> arrays() throws ModelFormatException {
    List<String> names = new ArrayList<>();
    children()
        .forEach(
            (name, child) -> {
              if (child instanceof Dataset) {
                names.add(name);
              }
            });
    return names;
  }

  Array array(String name) throws ModelFormatException {
    String where = file + ": " + path + "/" + name;
    if (!(children().get(name) instanceof Dataset dataset)) {
      throw new ModelFormatException(where, "an array", "none among " + arrays());
    }
    boolean whole =
        guarded(
            where,
            () ->
                WHOLE.contains(dataset.getDataLayout())
                    && dataset.getFilters().isEmpty()
                    && (dataset.isEmpty()
                        || dataset.getStorageInBytes() == dataset.getSizeInBytes()));
    if (!whole) {
      throw new ModelFormatException(
          where, "an array in one piece, without compression", "another layout");
    }
    Shape shape = Shape.of(guarded(where, dataset::getDimensionsAsLong));
    if (shape.size() == 0) {
      return empty(where, shape, guarded(where, dataset::getJavaType));
    }
    Object data = guarded(where, dataset::getDataFlat);
    return guarded(where, () -> array(where, shape, data));
  }

  /** Where there are no elements, jHDF gives objects of no type. */
  private static Array empty(String where, Shape shape, Class<?> element)
      throws ModelFormatException {
    DType type = ELEMENTS.get(element);
    if (type == null) {
      throw new ModelFormatException(where, "numbers", element.getSimpleName());
    }
    return Array.zeros(shape, type);
  }

  private static Array array(String where, Shape shape, Object data) {
    if (data instanceof float[] values) {
      return Array.of(shape, values);
    }
    if (data instanceof double[] values) {
      return Array.of(shape, values);
    }
    if (data instanceof int[] values) {
      return Array.of(shape, values);
    }
    if (data instanceof long[] values) {
      return Array.of(shape, values);
    }
    if (data instanceof Float value) {
      return Array.of(shape, value);
    }
    if (data instanceof Double value) {
      return Array.of(shape, value);
    }
    if (data instanceof Integer value) {
      return Array.of(shape, value);
    }
    if (data instanceof Long value) {
      return Array.of(shape, value);
    }
    throw new IllegalArgumentException(
        "%s has elements of type %s".formatted(where, data.getClass().getSimpleName()));
  }

  /** An attribute of text. */
  Optional<String> text(String name) throws ModelFormatException {
    Attribute attribute = guarded(place(), () -> group.getAttributes()).get(name);
    if (attribute == null) {
      return Optional.empty();
    }
    if (guarded(place(), attribute::getData) instanceof String text) {
      return Optional.of(text);
    }
    throw new ModelFormatException(place() + "@" + name, "text", "something else");
  }

  /** An attribute that is a list of texts; Keras splits long ones into parts with numbers. */
  Optional<List<String>> texts(String name) throws ModelFormatException {
    Map<String, Attribute> attributes = guarded(place(), group::getAttributes);
    if (attributes.containsKey(name)) {
      return Optional.of(texts(name, attributes.get(name)));
    }
    List<String> joined = new ArrayList<>();
    int part = 0;
    for (Attribute next = attributes.get(name + part);
        next != null;
        next = attributes.get(name + part)) {
      joined.addAll(texts(name + part, next));
      part++;
    }
    return part == 0 ? Optional.empty() : Optional.of(joined);
  }

  private List<String> texts(String name, Attribute attribute) throws ModelFormatException {
    String where = place() + "@" + name;
    if (guarded(where, attribute::isEmpty)) {
      return List.of();
    }
    if (guarded(where, attribute::getSize) > MAX_CHILDREN) {
      throw new ModelFormatException(where, "at most %d texts".formatted(MAX_CHILDREN), "more");
    }
    if (guarded(where, attribute::getData) instanceof String[] texts) {
      return List.of(texts);
    }
    throw new ModelFormatException(where, "a list of texts", "something else");
  }
}
