package io.github.lmu4j.io;

import io.github.lmu4j.layers.Layer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The Keras classes of one kind: how their arguments are read and written.
 *
 * @param <V> the kind
 */
final class KerasClasses<V> {

  private final String kind;
  private final Map<String, Reader<? extends V>> readers;
  private final Map<Class<?>, Form<V>> forms;

  private KerasClasses(Builder<V> builder) {
    kind = builder.kind;
    readers = new LinkedHashMap<>(builder.readers);
    forms = new LinkedHashMap<>(builder.forms);
  }

  /**
   * Reads an object from its arguments.
   *
   * @param <V> what is read
   */
  @FunctionalInterface
  interface Reader<V> {
    /**
     * Takes every argument that the class has.
     *
     * @throws ModelFormatException if an argument has a value that is not supported
     * @throws IllegalArgumentException if arguments break the rules of the object
     */
    V read(Arguments arguments) throws ModelFormatException;
  }

  /**
   * Writes the arguments of an object.
   *
   * @param <V> what is written
   */
  @FunctionalInterface
  interface Writer<V> {
    /** Puts every argument that the class has. */
    void write(V object, ConfigWriter out);
  }

  /**
   * How an object is written.
   *
   * @param className Keras' class
   * @param writer writes its arguments
   * @param inside the layer that is written in its place, if Keras has no such class
   * @param freezes whether that layer is not trained
   */
  record Form<V>(
      String className, Writer<V> writer, Optional<Function<V, Layer>> inside, boolean freezes) {}

  /** Collects classes of a kind. */
  static final class Builder<V> {

    private final String kind;
    private final Map<String, Reader<? extends V>> readers = new LinkedHashMap<>();
    private final Map<Class<?>, Form<V>> forms = new LinkedHashMap<>();

    /** No classes yet; {@code kind} is what errors call them. */
    Builder(String kind) {
      this.kind = kind;
    }

    /** Adds a class of Keras that is one of this library too. */
    <X extends V> Builder<V> add(
        Class<X> type, String className, Reader<X> reader, Writer<X> writer) {
      forms.put(
          type,
          new Form<>(
              className,
              (object, out) -> writer.write(type.cast(object), out),
              Optional.empty(),
              false));
      return add(className, reader);
    }

    /** Adds a class of Keras that is written under another name. */
    Builder<V> add(String className, Reader<? extends V> reader) {
      readers.put(className, reader);
      return this;
    }

    /** Adds a class of this library for which Keras has the layer inside. */
    <X extends V> Builder<V> addWrapper(Class<X> type, Function<X, Layer> inside) {
      return addWrapper(type, inside, false);
    }

    /** Adds a class of this library for which Keras has the layer inside, with its own flag. */
    <X extends V> Builder<V> addFreezing(Class<X> type, Function<X, Layer> inside) {
      return addWrapper(type, inside, true);
    }

    private <X extends V> Builder<V> addWrapper(
        Class<X> type, Function<X, Layer> inside, boolean freezes) {
      forms.put(
          type,
          new Form<>(
              "",
              (object, out) -> {},
              Optional.of(object -> inside.apply(type.cast(object))),
              freezes));
      return this;
    }

    KerasClasses<V> build() {
      return new KerasClasses<>(this);
    }
  }

  /** Whether there is a class of a name. */
  boolean has(String className) {
    return readers.containsKey(className);
  }

  /**
   * Reads an object.
   *
   * @throws ModelFormatException if its class or one of its arguments is not supported
   */
  V read(KerasObject object, LayerReader nested) throws ModelFormatException {
    Arguments arguments = new Arguments(object, nested);
    V value = read(object, arguments);
    arguments.requireAllTaken();
    return value;
  }

  /** Reads an object some of whose arguments others take. */
  V read(KerasObject object, Arguments arguments) throws ModelFormatException {
    Reader<? extends V> reader = readers.get(object.className());
    if (reader == null) {
      throw new ModelFormatException(
          object.json().place(),
          "%s among %s".formatted(kind, new TreeSet<>(readers.keySet())),
          object.className());
    }
    try {
      return reader.read(arguments);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          object.config().place(),
          "arguments that %s takes".formatted(object.className()),
          String.valueOf(e.getMessage()),
          e);
    }
  }

  /** Whether Keras has a class for an object. */
  boolean hasForm(V value) {
    return forms.containsKey(value.getClass());
  }

  /**
   * How an object is written.
   *
   * @throws IllegalArgumentException if Keras has no class for it
   */
  Form<V> form(V value) {
    Form<V> found = forms.get(value.getClass());
    if (found == null) {
      throw new IllegalArgumentException(
          "Keras has no %s like this (got %s)".formatted(kind, value.getClass().getSimpleName()));
    }
    return found;
  }
}
