package io.github.lmu4j.io;

import static io.github.lmu4j.io.NengoDlRole.A;
import static io.github.lmu4j.io.NengoDlRole.B;
import static io.github.lmu4j.io.NengoDlRole.E_X;
import static io.github.lmu4j.io.NengoDlRole.W_H;
import static io.github.lmu4j.io.NengoDlRole.W_M;
import static io.github.lmu4j.io.NengoDlRole.W_O;
import static io.github.lmu4j.io.NengoDlRole.W_X;

import io.github.lmu4j.weights.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The arrays of a NengoDL file by what they are, which their shapes tell.
 *
 * <p>NengoDL writes the trained arrays by descending number of elements, then A and B. What shapes
 * cannot tell, its habits do: arrays of one shape come in the order of {@link NengoDlRole}; with as
 * many units as classes W_o and W_h are one array, W_o above; at order 1 B comes before A.
 *
 * @param found by role
 */
record NengoDlArrays(Map<NengoDlRole, Found> found) {

  private static final List<NengoDlRole> TRAINED = List.of(E_X, W_X, W_M, W_O, W_H);

  /**
   * An array and where in the file it is.
   *
   * @param source such as {@code arr_0} or {@code arr_0[0:6]}
   * @param array shape (out, in)
   */
  record Found(String source, Array array) {

    int rows() {
      return (int) array.shape().get(0);
    }

    int columns() {
      return (int) array.shape().get(1);
    }

    private boolean is(int rows, int columns) {
      return rows() == rows && columns() == columns;
    }

    private Found part(int first, int end) {
      String name = "%s[%d:%d]".formatted(source, first, end);
      return new Found(name, array.rows(IntStream.range(first, end).toArray()));
    }
  }

  /** Takes a copy in the order of the roles. */
  NengoDlArrays {
    found = Collections.unmodifiableMap(new EnumMap<>(found));
  }

  /** The name of an array in the file. */
  static String key(int index) {
    return "arr_" + index;
  }

  /**
   * Tells the arrays of a file apart.
   *
   * @param place what errors call the file
   * @param arrays in the order of the file
   * @throws ModelFormatException if they are not those of this network
   */
  static NengoDlArrays of(String place, List<Array> arrays) throws ModelFormatException {
    int trained = arrays.size() - 2;
    if (trained != TRAINED.size() && trained != TRAINED.size() - 1) {
      throw new ModelFormatException(
          place,
          "7 arrays, five trained ones, A and B (or 6, where units = classes)",
          arrays.size() + ": " + arrays);
    }
    List<Found> all = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      all.add(new Found(key(i), matrix(place + "!" + key(i), arrays.get(i), arrays.get(0))));
    }
    Found last = all.get(trained + 1);
    Found beforeLast = all.get(trained);
    int order = last.rows();
    if (!beforeLast.is(order, order) || !last.is(order, 1)) {
      throw new ModelFormatException(
          place,
          "A (order, order) and B (order, 1) as the last two arrays",
          beforeLast.array().shape() + " and " + last.array().shape());
    }
    Map<NengoDlRole, Found> roles =
        trained == TRAINED.size()
            ? assigned(new EnumMap<>(NengoDlRole.class), all.subList(0, trained), order)
            : assignedApart(all.subList(0, trained), order);
    if (roles.isEmpty()) {
      throw new ModelFormatException(
          place,
          ("e_x (1, inputs), W_x (units, inputs), W_m (units, %d), W_o (classes, units)"
                  + " and W_h (units, units) in any order")
              .formatted(order),
          arrays.subList(0, trained).stream().map(Array::shape).toList().toString());
    }
    roles.put(A, order == 1 ? last : beforeLast);
    roles.put(B, order == 1 ? beforeLast : last);
    return new NengoDlArrays(roles);
  }

  private static Array matrix(String place, Array array, Array first) throws ModelFormatException {
    if (array.shape().numDimensions() != 2 || array.size() == 0 || !array.type().isFloating()) {
      throw new ModelFormatException(
          place, "a matrix of float32 or float64 with at least one element", array.toString());
    }
    if (array.type() != first.type()) {
      throw new ModelFormatException(
          place, "arrays of one dtype, %s".formatted(first.type().kerasName()), array.toString());
    }
    return array;
  }

  /** Takes W_o and W_h apart, whichever array they are. */
  private static Map<NengoDlRole, Found> assignedApart(List<Found> trained, int order) {
    for (Found joined : trained) {
      int units = joined.columns();
      if (joined.rows() == 2 * units) {
        Map<NengoDlRole, Found> roles = new EnumMap<>(NengoDlRole.class);
        roles.put(W_O, joined.part(0, units));
        roles.put(W_H, joined.part(units, 2 * units));
        Map<NengoDlRole, Found> all = assigned(roles, without(trained, joined), order);
        if (!all.isEmpty()) {
          return all;
        }
      }
    }
    return Map.of();
  }

  /**
   * Gives the other roles an array each, earlier roles earlier arrays where several ways fit.
   *
   * @return empty if no way fits
   */
  private static Map<NengoDlRole, Found> assigned(
      Map<NengoDlRole, Found> roles, List<Found> left, int order) {
    if (left.isEmpty()) {
      return fits(roles, order) ? roles : Map.of();
    }
    NengoDlRole next =
        TRAINED.stream().filter(role -> !roles.containsKey(role)).findFirst().orElseThrow();
    for (Found candidate : left) {
      Map<NengoDlRole, Found> more = new EnumMap<>(roles);
      more.put(next, candidate);
      Map<NengoDlRole, Found> all = assigned(more, without(left, candidate), order);
      if (!all.isEmpty()) {
        return all;
      }
    }
    return Map.of();
  }

  private static List<Found> without(List<Found> all, Found one) {
    return all.stream().filter(each -> !each.equals(one)).toList();
  }

  private static boolean fits(Map<NengoDlRole, Found> roles, int order) {
    int units = get(roles, W_H).rows();
    int inputs = get(roles, E_X).columns();
    return get(roles, E_X).rows() == 1
        && get(roles, W_X).is(units, inputs)
        && get(roles, W_M).is(units, order)
        && get(roles, W_O).columns() == units
        && get(roles, W_H).columns() == units;
  }

  private static Found get(Map<NengoDlRole, Found> roles, NengoDlRole role) {
    return Objects.requireNonNull(roles.get(role));
  }

  /**
   * Arrays as NengoDL lays them out.
   *
   * @throws IllegalArgumentException if NengoDL joins them in a way that is not known
   */
  static Map<String, Array> inFileOrder(Map<NengoDlRole, Array> roles) {
    Array readOut = array(roles, W_O);
    Array hidden = array(roles, W_H);
    if (hidden.size() == 1) {
      throw new IllegalArgumentException(
          "units must be at least 2 in a NengoDL file, which joins other arrays then (got 1)");
    }
    boolean joined = readOut.shape().equals(hidden.shape());
    List<Array> trained =
        new ArrayList<>(List.of(array(roles, E_X), array(roles, W_X), array(roles, W_M)));
    trained.addAll(
        joined ? List.of(Array.concat(List.of(readOut, hidden))) : List.of(readOut, hidden));
    trained.sort(Comparator.comparingInt(Array::size).reversed());
    Array a = array(roles, A);
    Array b = array(roles, B);
    trained.addAll(a.size() == 1 ? List.of(b, a) : List.of(a, b));
    Map<String, Array> file = new LinkedHashMap<>();
    trained.forEach(array -> file.put(key(file.size()), array));
    return file;
  }

  private static Array array(Map<NengoDlRole, Array> roles, NengoDlRole role) {
    return Objects.requireNonNull(roles.get(role));
  }

  /** The array of a role, (out, in). */
  Array array(NengoDlRole role) {
    return get(found, role).array();
  }

  int inputs() {
    return get(found, E_X).columns();
  }

  int order() {
    return get(found, A).rows();
  }

  int units() {
    return get(found, W_H).rows();
  }

  int classes() {
    return get(found, W_O).rows();
  }

  /** What every array is, in the order of the roles. */
  Map<String, Object> meanings() {
    Map<String, Object> meanings = new LinkedHashMap<>();
    found.forEach(
        (role, each) ->
            meanings.put(
                each.source(),
                "%s (%d, %d), %s"
                    .formatted(role.symbol(), each.rows(), each.columns(), role.meaning())));
    return meanings;
  }

  /** What was decided by NengoDL's habits, since shapes could not. */
  List<String> rules() {
    List<String> rules = new ArrayList<>();
    found.forEach(
        (earlier, one) ->
            found.forEach(
                (later, other) -> {
                  boolean trained = TRAINED.contains(later) && TRAINED.contains(earlier);
                  if (trained
                      && earlier.compareTo(later) < 0
                      && one.is(other.rows(), other.columns())) {
                    rules.add(
                        "%s before %s, both %s"
                            .formatted(earlier.symbol(), later.symbol(), one.array().shape()));
                  }
                }));
    if (order() == 1) {
      rules.add("B before A, both " + array(A).shape());
    }
    return rules;
  }
}
