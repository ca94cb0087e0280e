package io.github.lmu4j.testing;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A model that Python made, with its numbers: a folder below {@code models/fixtures}.
 *
 * @param folder the folder
 * @param data what {@code data.npz} holds, in its order; see python-interop/README.md
 */
public record Fixture(Path folder, Map<String, Array> data) {

  private static final Path ROOT = Path.of("models", "fixtures");

  /**
   * All models of one Python world.
   *
   * @param world {@code keras2} or {@code keras3}
   * @return folders in alphabetical order
   * @throws IOException if the folder cannot be listed
   */
  public static List<Path> folders(String world) throws IOException {
    try (Stream<Path> paths = Files.list(ROOT.resolve(world))) {
      return paths.filter(path -> Files.exists(path.resolve("config.json"))).sorted().toList();
    }
  }

  /**
   * Reads a fixture's numbers.
   *
   * @param folder the folder
   * @return the fixture
   * @throws IOException if it cannot be read
   */
  public static Fixture read(Path folder) throws IOException {
    return new Fixture(folder, Npz.read(folder.resolve("data.npz")));
  }

  /**
   * World and case.
   *
   * @return such as {@code keras3/feedforward-plain}
   */
  public String name() {
    return name(folder);
  }

  /**
   * World and case of a folder.
   *
   * @param folder the folder
   * @return such as {@code keras3/feedforward-plain}
   */
  public static String name(Path folder) {
    return ROOT.relativize(folder).toString();
  }

  /**
   * Arrays that are counted: {@code x/0}, {@code x/1}, and so on.
   *
   * @param key what is counted
   * @return arrays in order; none if there are none
   */
  public List<Array> list(String key) {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> data.get(key + "/" + i))
        .takeWhile(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  /**
   * An array that not every fixture has.
   *
   * @param key its name
   * @return the array, or none
   */
  public List<Array> optional(String key) {
    return Stream.ofNullable(data.get(key)).map(Objects::requireNonNull).toList();
  }

  /**
   * Arrays by the path of a weight, in Keras' order.
   *
   * @param key such as {@code weights}, {@code gradient}, {@code sgd}
   * @return array by what follows the key and its slash
   */
  public Weights byPath(String key) {
    Map<String, Array> found = new LinkedHashMap<>();
    data.forEach(
        (name, array) -> {
          if (name.startsWith(key + "/")) {
            found.put(name.substring(key.length() + 1), array);
          }
        });
    return new Weights(found);
  }

  /**
   * The dtype of the model.
   *
   * @return float64 for the cases that say so in their name, else float32
   */
  public DType type() {
    return folder.toString().endsWith("-float64") ? DType.FLOAT64 : DType.FLOAT32;
  }

  /**
   * A bound for this fixture's dtype.
   *
   * @param inFloat32 bound for float32
   * @param inFloat64 bound for float64
   * @return one of them
   */
  public double bound(double inFloat32, double inFloat64) {
    return type() == DType.FLOAT64 ? inFloat64 : inFloat32;
  }

  @Override
  public String toString() {
    return name();
  }
}
