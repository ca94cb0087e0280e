package io.github.lmu4j.io;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All Keras classes of one kind.
 *
 * @param <V> the kind
 */
final class KerasClasses<V> {

  private final String kind;
  private final Map<String, KerasClass<V>> byName = new LinkedHashMap<>();
  private final Map<Class<?>, KerasClass<V>> byType = new LinkedHashMap<>();

  /** Classes of a kind; of two for one type the first is the one that is written. */
  KerasClasses(String kind, Collection<KerasClass<V>> classes) {
    this.kind = kind;
    for (KerasClass<V> each : classes) {
      if (each.standsFor().isEmpty()) {
        byName.put(each.name(), each);
      }
      byType.putIfAbsent(each.type(), each);
    }
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  static <V> KerasClasses<V> of(String kind, KerasClass<V>... classes) {
    return new KerasClasses<>(kind, List.of(classes));
  }

  Optional<KerasClass<V>> find(String className) {
    return Optional.ofNullable(byName.get(className));
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
    KerasClass<V> found = byName.get(object.className());
    if (found == null) {
      throw new ModelFormatException(
          object.json().place(),
          "%s among %s".formatted(kind, new TreeSet<>(byName.keySet())),
          object.className());
    }
    try {
      return found.reader().read(arguments);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          object.config().place(),
          "arguments that %s takes".formatted(object.className()),
          String.valueOf(e.getMessage()),
          e);
    }
  }

  /**
   * Reads an object of one of this library's classes.
   *
   * @throws ModelFormatException if it is of another class, or an argument is not supported
   */
  <X extends V> X read(Class<X> type, KerasObject object, Arguments arguments)
      throws ModelFormatException {
    KerasClass<V> found = byName.get(object.className());
    if (found != null && found.type() != type) {
      throw new ModelFormatException(
          object.json().place(), "%s among %s".formatted(kind, namesOf(type)), object.className());
    }
    return type.cast(read(object, arguments));
  }

  private List<String> namesOf(Class<?> type) {
    return byName.values().stream()
        .filter(each -> each.type() == type)
        .map(KerasClass::name)
        .sorted()
        .toList();
  }

  /**
   * The class of an object.
   *
   * @throws IllegalArgumentException if Keras has none for it
   */
  KerasClass<V> of(V value) {
    KerasClass<V> found = byType.get(value.getClass());
    if (found == null) {
      throw new IllegalArgumentException(
          "Keras has no %s for %s".formatted(kind, value.getClass().getSimpleName()));
    }
    return found;
  }
}
