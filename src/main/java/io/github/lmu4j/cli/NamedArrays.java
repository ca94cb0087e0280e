package io.github.lmu4j.cli;

import io.github.lmu4j.data.LabelledSequences;
import io.github.lmu4j.data.Mnist;
import io.github.lmu4j.data.PermutedMnist;
import io.github.lmu4j.io.ModelFormatException;
import io.github.lmu4j.io.Npy;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The arrays of a file, from which a model takes those it needs.
 *
 * @param file where they are from
 * @param arrays array by name
 */
record NamedArrays(Path file, Map<String, Array> arrays) {

  private static final Path PSMNIST = Path.of("psmnist");

  /** The 10,000 embedded test images of permuted sequential MNIST, and their classes. */
  private static NamedArrays psMnist() throws IOException {
    LabelledSequences test = PermutedMnist.of(Mnist.embedded()).test();
    return new NamedArrays(
        PSMNIST,
        Map.of(
            "x", Array.of(Shape.of(test.count(), test.steps(), 1), test.values()),
            "y", Array.of(Shape.of(test.count()), test.labels())));
  }

  /** Reads a file, or makes those that have a name instead: {@code psmnist}. */
  static NamedArrays readOrMake(Path file) throws IOException {
    return file.equals(PSMNIST) ? psMnist() : read(file);
  }

  /** Reads a {@code .npz} file, or a {@code .npy} file, whose array is {@code x}. */
  static NamedArrays read(Path file) throws IOException {
    boolean single = file.toString().endsWith(".npy");
    return new NamedArrays(file, single ? Map.of("x", Npy.read(file)) : Npz.read(file));
  }

  /**
   * Arrays by their own names; a single one as {@code x} or {@code x/0}, or as the only array of
   * the file.
   *
   * @param letter what a single one is called
   * @param names what is wanted
   */
  Selection byName(String letter, List<String> names) throws IOException {
    List<String> keys = names;
    if (names.size() == 1 && !arrays.containsKey(names.get(0))) {
      String only = arrays.size() == 1 ? arrays.keySet().iterator().next() : letter;
      keys = List.of(arrays.containsKey(letter + "/0") ? letter + "/0" : only);
    }
    return select(letter, names, keys);
  }

  /** The same, or numbered: {@code x/0}, {@code x/1} and so on in the order of the names. */
  Selection inOrder(String letter, List<String> names) throws IOException {
    List<String> numbered =
        IntStream.range(0, names.size()).mapToObj(i -> letter + "/" + i).toList();
    boolean named = arrays.keySet().containsAll(names);
    return !named && arrays.keySet().containsAll(numbered)
        ? select(letter, names, numbered)
        : byName(letter, names);
  }

  private Selection select(String letter, List<String> names, List<String> keys)
      throws IOException {
    Map<String, Array> selected = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      Array array = arrays.get(keys.get(i));
      if (array == null) {
        throw new ModelFormatException(
            file.toString(),
            "arrays " + (names.size() == 1 ? letter + " or " + names.get(0) : "" + names),
            arrays.keySet().toString());
      }
      selected.put(names.get(i), array);
    }
    Map<String, Array> rest = new LinkedHashMap<>(arrays);
    keys.forEach(rest::remove);
    return new Selection(selected, new NamedArrays(file, rest));
  }

  /**
   * What was taken.
   *
   * @param arrays array by the name that the model gives it, in the model's order
   * @param rest the other arrays
   */
  record Selection(Map<String, Array> arrays, NamedArrays rest) {

    /** The arrays in order. */
    List<Array> list() {
      return new ArrayList<>(arrays.values());
    }

    /** The first of them. */
    Array first() {
      return Objects.requireNonNull(arrays.values().iterator().next());
    }
  }
}
