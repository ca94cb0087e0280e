package io.github.lmu4j.weights;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/**
 * The values of a model: an ordered map from path to array, which every file format reads and
 * writes.
 *
 * <p>A path joins the names of layers and of the weight by slashes; the last part is the name that
 * Keras gives the weight: {@code lmu/kernel}, {@code lmu/hidden_cell/bias}.
 *
 * @param values array by path, in the order in which the model makes them
 */
public record Weights(Map<String, Array> values) {

  /** Weights of nothing. */
  public static final Weights EMPTY = new Weights(Map.of());

  /** Takes a copy that keeps the order. */
  public Weights {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * The array at a path.
   *
   * @param path such as {@code lmu/kernel}
   * @return the array
   * @throws IllegalArgumentException if there is none
   */
  public Array get(String path) {
    Array found = values.get(path);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no weight %s; there are %s".formatted(path, values.keySet()));
    }
    return found;
  }

  /**
   * All paths.
   *
   * @return paths in order
   */
  public Set<String> paths() {
    return values.keySet();
  }

  /**
   * All arrays.
   *
   * @return arrays in order
   */
  public Collection<Array> arrays() {
    return values.values();
  }

  /**
   * The number of scalars in all arrays.
   *
   * @return sum of the arrays' sizes
   */
  public long parameters() {
    return values.values().stream().map(Array::shape).mapToLong(Shape::size).sum();
  }

  /**
   * The weights below a path.
   *
   * @param prefix such as {@code lmu}
   * @return weights whose path begins with the prefix and a slash, without these
   */
  public Weights under(String prefix) {
    Map<String, Array> found = new LinkedHashMap<>();
    values.forEach(
        (path, array) -> {
          if (path.startsWith(prefix + "/")) {
            found.put(path.substring(prefix.length() + 1), array);
          }
        });
    return new Weights(found);
  }

  /**
   * The same weights in another floating element type.
   *
   * @param type float32 or float64
   * @return weights of the same paths
   */
  public Weights cast(DType type) {
    Map<String, Array> converted = new LinkedHashMap<>();
    values.forEach((path, array) -> converted.put(path, array.cast(type)));
    return new Weights(converted);
  }
}
