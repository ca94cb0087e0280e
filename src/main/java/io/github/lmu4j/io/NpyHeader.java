package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/**
 * The header of an {@link Npy} array, the text of a Python dictionary.
 *
 * @param type element type
 * @param bigEndian whether elements begin with their highest byte
 * @param fortranOrder whether the first axis runs fastest
 * @param shape size of every axis
 */
record NpyHeader(NpyType type, boolean bigEndian, boolean fortranOrder, Shape shape) {

  /** NumPy's own limit. */
  private static final int MAX_RANK = 64;

  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\s*\\{\\s*'descr'\\s*:\\s*'([<>|=])([a-zA-Z]\\d{1,4})'\\s*,"
              + "\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,"
              + "\\s*'shape'\\s*:\\s*\\(([\\dL, ]*)\\)\\s*,?\\s*\\}\\s*");

  static NpyHeader of(Array array) {
    return new NpyHeader(NpyType.of(array.type()), false, false, array.shape());
  }

  static NpyHeader parse(String place, String text) throws ModelFormatException {
    Matcher matcher = DICTIONARY.matcher(text);
    if (!matcher.matches()) {
      throw new ModelFormatException(
          place,
          "a header {'descr': ..., 'fortran_order': ..., 'shape': ...} of numbers",
          text.strip());
    }
    NpyType type = NpyType.of(place, matcher.group(2));
    return new NpyHeader(
        type,
        matcher.group(1).equals(">"),
        matcher.group(3).equals("True"),
        shape(place, matcher.group(4)));
  }

  private static Shape shape(String place, String list) throws ModelFormatException {
    String[] parts = list.isBlank() ? new String[0] : list.strip().split(",", MAX_RANK + 2);
    int rank =
        parts.length > 0 && parts[parts.length - 1].isBlank() ? parts.length - 1 : parts.length;
    if (rank > MAX_RANK) {
      throw new ModelFormatException(place, "at most " + MAX_RANK + " axes", list);
    }
    long[] sizes = new long[rank];
    for (int i = 0; i < rank; i++) {
      try {
        // Python 2 wrote 10L.
        sizes[i] = Long.parseLong(parts[i].strip().replaceFirst("L$", ""));
      } catch (NumberFormatException e) {
        throw new ModelFormatException(place, "a shape of whole numbers", list);
      }
    }
    return Shape.of(sizes);
  }

  @Override
  public String toString() {
    String order = type.bytes() == 1 ? "|" : bigEndian ? ">" : "<";
    String sizes =
        Arrays.stream(shape.asArray()).mapToObj(Long::toString).collect(Collectors.joining(", "))
            + (shape.numDimensions() == 1 ? "," : "");
    return "{'descr': '%s%s', 'fortran_order': %s, 'shape': (%s), }"
        .formatted(order, type.code(), fortranOrder ? "True" : "False", sizes);
  }
}
