package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TType;

/**
 * Lists of values by the role that they play in a loop, in a fixed order, so that they can pass
 * through the flat argument list of a function.
 */
final class Roles<V> {

  private final Map<String, List<V>> lists = new LinkedHashMap<>();

  Roles<V> put(String role, List<? extends V> values) {
    lists.put(role, List.copyOf(values));
    return this;
  }

  Roles<V> putAll(Roles<? extends V> others) {
    others.lists.forEach(this::put);
    return this;
  }

  /** The values of a role; none if there is no such role. */
  List<V> get(String role) {
    return lists.getOrDefault(role, List.of());
  }

  /** The values of a role as operands of one type, which the caller knows them to have. */
  @SuppressWarnings("unchecked")
  <T extends TType> List<Operand<T>> operands(String role) {
    return (List<Operand<T>>) (List<?>) get(role);
  }

  List<V> flat() {
    List<V> all = new ArrayList<>();
    lists.values().forEach(all::addAll);
    return all;
  }

  /** Some of the roles, in the given order. */
  Roles<V> only(String... roles) {
    Roles<V> result = new Roles<>();
    for (String role : roles) {
      result.put(role, get(role));
    }
    return result;
  }

  /** Flattens the values of other lists in the order of the roles here. */
  <W> List<W> order(Roles<W> others) {
    List<W> all = new ArrayList<>();
    lists.forEach(
        (role, values) -> {
          List<W> found = others.get(role);
          if (found.size() != values.size()) {
            throw new IllegalArgumentException(
                "%s must have %d values (got %d)".formatted(role, values.size(), found.size()));
          }
          all.addAll(found);
        });
    return all;
  }

  /** Gives the values of a flat list to the roles in which this object's values are. */
  <W> Roles<W> fill(List<? extends W> flat) {
    Roles<W> result = new Roles<>();
    int next = 0;
    for (Map.Entry<String, List<V>> entry : lists.entrySet()) {
      int end = next + entry.getValue().size();
      result.put(entry.getKey(), flat.subList(next, end));
      next = end;
    }
    return result;
  }

  <W> Roles<W> map(Function<? super V, ? extends W> function) {
    return fill(flat().stream().<W>map(function).toList());
  }

  /** These lists, with those of another object instead where it has some. */
  Roles<V> with(Roles<V> changed) {
    Roles<V> result = new Roles<>();
    lists.forEach((role, values) -> result.put(role, changed.lists.getOrDefault(role, values)));
    return result;
  }
}
