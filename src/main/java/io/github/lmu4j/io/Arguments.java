package io.github.lmu4j.io;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.Constraint;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.Regularizer;
import io.github.lmu4j.weights.WeightSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.ndarray.Shape;

/**
 * The arguments of one Keras object, each to be taken by whoever knows what it means. One that
 * nobody takes is an error: an argument that is not understood may change the numbers.
 */
final class Arguments {

  private final KerasObject object;
  private final LayerReader nested;
  private final Set<String> taken = new TreeSet<>();

  Arguments(KerasObject object, LayerReader nested) {
    this.object = object;
    this.nested = nested;
  }

  /** Takes an argument that may be missing or null. */
  Optional<Json> optional(String key) throws ModelFormatException {
    taken.add(key);
    return object.config().find(key).filter(json -> !json.isNull());
  }

  /** Takes an argument that must be there. */
  Json required(String key) throws ModelFormatException {
    taken.add(key);
    return object.config().at(key);
  }

  /** Whether an argument is there, if only as null. */
  boolean has(String key) throws ModelFormatException {
    return object.config().find(key).isPresent();
  }

  /** Takes an argument without a look: it cannot change any number. */
  void ignore(String... keys) {
    taken.addAll(List.of(keys));
  }

  /** Takes an argument that is supported with one value only. */
  void requireNull(String key) throws ModelFormatException {
    Optional<Json> found = optional(key);
    if (found.isPresent()) {
      throw found.get().unlike("null; other values are not supported");
    }
  }

  /** Takes an argument that is supported with one value only. */
  void requireFalse(String key) throws ModelFormatException {
    Optional<Json> found = optional(key);
    if (found.isPresent() && found.get().truth()) {
      throw found.get().unlike("false; true is not supported");
    }
  }

  int integer(String key) throws ModelFormatException {
    return required(key).integer();
  }

  int integer(String key, int otherwise) throws ModelFormatException {
    Optional<Json> found = optional(key);
    return found.isPresent() ? found.get().integer() : otherwise;
  }

  double number(String key) throws ModelFormatException {
    return required(key).number();
  }

  double number(String key, double otherwise) throws ModelFormatException {
    Optional<Json> found = optional(key);
    return found.isPresent() ? found.get().number() : otherwise;
  }

  Optional<Double> optionalNumber(String key) throws ModelFormatException {
    Optional<Json> found = optional(key);
    return found.isPresent() ? Optional.of(found.get().number()) : Optional.empty();
  }

  boolean truth(String key, boolean otherwise) throws ModelFormatException {
    Optional<Json> found = optional(key);
    return found.isPresent() ? found.get().truth() : otherwise;
  }

  String text(String key, String otherwise) throws ModelFormatException {
    Optional<Json> found = optional(key);
    return found.isPresent() ? found.get().text() : otherwise;
  }

  /** Takes one of an enum's constants, which Keras writes in lower case. */
  <E extends Enum<E>> E constant(Class<E> type, String key, String otherwise)
      throws ModelFormatException {
    String name = text(key, otherwise);
    for (E each : type.getEnumConstants()) {
      if (ConfigWriter.lower(each).equals(name)) {
        return each;
      }
    }
    throw required(key)
        .unlike(
            "one of " + Arrays.stream(type.getEnumConstants()).map(ConfigWriter::lower).toList());
  }

  /** Takes a whole number or a list of them. */
  List<Integer> integers(String key, List<Integer> otherwise) throws ModelFormatException {
    Optional<Json> found = optional(key);
    if (found.isEmpty()) {
      return otherwise;
    }
    if (!found.get().isList()) {
      return List.of(found.get().integer());
    }
    List<Integer> values = new ArrayList<>();
    for (Json each : found.get().list()) {
      values.add(each.integer());
    }
    return values;
  }

  /** Takes a whole number, which may stand alone in a list. */
  int single(String key, int otherwise) throws ModelFormatException {
    List<Integer> values = integers(key, List.of(otherwise));
    if (values.size() != 1) {
      throw required(key).unlike("one whole number");
    }
    return values.get(0);
  }

  /** Takes a shape, in which null and -1 stand for sizes that are not fixed. */
  Shape shape(String key) throws ModelFormatException {
    List<Json> list = required(key).list();
    long[] sizes = new long[list.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = list.get(i).isNull() ? Shape.UNKNOWN_SIZE : list.get(i).integer();
      if (sizes[i] < Shape.UNKNOWN_SIZE) {
        throw list.get(i).unlike("a size of 0 or more, -1 or null");
      }
    }
    return Shape.of(sizes);
  }

  /** Takes the order of axes, of which one is supported. */
  void requireChannelsLast() throws ModelFormatException {
    if (!text("data_format", "channels_last").equals("channels_last")) {
      throw required("data_format").unlike("channels_last");
    }
  }

  Activation activation(String key) throws ModelFormatException {
    Optional<Json> found = optional(key);
    if (found.isEmpty()) {
      return Activation.LINEAR;
    }
    return found
        .get()
        .named(nested.version() == KerasVersion.KERAS2 ? Activation::ofKeras2 : Activation::of);
  }

  /** Takes an activation; null stands for none, a missing one for the default. */
  Activation activation(String key, Activation otherwise) throws ModelFormatException {
    return has(key) ? activation(key) : otherwise;
  }

  Initializer initializer(String key, Initializer otherwise) throws ModelFormatException {
    return optionalInitializer(key).orElse(otherwise);
  }

  Optional<Initializer> optionalInitializer(String key) throws ModelFormatException {
    Optional<Json> found = optional(key);
    return found.isPresent()
        ? Optional.of(KerasInitializers.read(found.get(), nested))
        : Optional.empty();
  }

  Optional<Regularizer> regularizer(String key) throws ModelFormatException {
    Optional<Json> found = optional(key);
    return found.isPresent()
        ? Optional.of(KerasRestraints.regularizer(found.get(), nested))
        : Optional.empty();
  }

  Optional<Constraint> constraint(String key) throws ModelFormatException {
    Optional<Json> found = optional(key);
    return found.isPresent()
        ? Optional.of(KerasRestraints.constraint(found.get(), nested))
        : Optional.empty();
  }

  /** Takes initializer, regularizer and constraint of a weight, which share its name. */
  WeightSpec weight(String name, Initializer otherwise) throws ModelFormatException {
    return WeightSpec.of(initializer(name + "_initializer", otherwise))
        .regularizedBy(regularizer(name + "_regularizer"))
        .constrainedBy(constraint(name + "_constraint"));
  }

  /** The object whose arguments these are. */
  KerasObject object() {
    return object;
  }

  /** The reader of layers inside this one. */
  LayerReader nested() {
    return nested;
  }

  /**
   * Ends the reading.
   *
   * @throws ModelFormatException if an argument was not taken
   */
  void requireAllTaken() throws ModelFormatException {
    for (String key : object.config().members().keySet()) {
      if (!taken.contains(key)) {
        throw new ModelFormatException(
            object.config().place(),
            "arguments of %s among %s".formatted(object.className(), taken),
            key);
      }
    }
  }
}
