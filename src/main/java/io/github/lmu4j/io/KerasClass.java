package io.github.lmu4j.io;

import io.github.lmu4j.layers.Layer;
import java.util.Optional;
import java.util.function.Function;

/**
 * One Keras class that this library has: its name, and how its arguments are read and written.
 *
 * @param <V> what the class is: an initializer, a layer, ...
 * @param type the class of this library
 * @param name Keras' name
 * @param reader from arguments
 * @param writer to arguments
 * @param standsFor the layer that is written in an object's place, if any
 */
record KerasClass<V>(
    Class<?> type,
    String name,
    Reader<? extends V> reader,
    Writer<V> writer,
    Optional<Function<V, Layer>> standsFor) {

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

  static <V, X extends V> KerasClass<V> of(
      Class<X> type, String name, Reader<X> reader, Writer<X> writer) {
    return new KerasClass<>(
        type,
        name,
        reader,
        (object, out) -> writer.write(type.cast(object), out),
        Optional.empty());
  }

  /** A class that Keras has not: where it has a cell, Keras has the layer inside. */
  static <V, X extends V> KerasClass<V> standingFor(Class<X> type, Function<X, Layer> layer) {
    return new KerasClass<>(
        type,
        "",
        arguments -> {
          throw arguments.object().json().unlike("a class with a name");
        },
        (object, out) -> {},
        Optional.of(object -> layer.apply(type.cast(object))));
  }
}
