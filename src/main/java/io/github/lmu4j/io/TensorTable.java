package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tensorflow.ndarray.Shape;

/**
 * The tensors of a network by name, each of which is to be taken once, and what each turned out to
 * be.
 */
final class TensorTable {

  private final String place;
  private final Map<String, StoredTensor> tensors;
  private final Map<String, Object> meanings = new LinkedHashMap<>();
  private final DType type;

  /** Takes over all tensors of a file, in its order. */
  TensorTable(String place, Map<String, StoredTensor> tensors) {
    this.place = place;
    this.tensors = tensors;
    tensors.forEach((name, tensor) -> meanings.put(name, tensor.described()));
    boolean wide = tensors.values().stream().anyMatch(t -> t.type() == TorchType.FLOAT64);
    type = wide ? DType.FLOAT64 : DType.FLOAT32;
  }

  /** What errors call the file. */
  String place() {
    return place;
  }

  /** The dtype that holds all of them. */
  DType type() {
    return type;
  }

  /** All names, in the file's order. */
  List<String> names() {
    return new ArrayList<>(tensors.keySet());
  }

  boolean has(String name) {
    return tensors.containsKey(name);
  }

  private StoredTensor find(String name) throws ModelFormatException {
    StoredTensor found = tensors.get(name);
    if (found == null) {
      throw new ModelFormatException(place, "a tensor " + name, new TreeSet<>(names()) + "");
    }
    return found;
  }

  /** Whether the file says that a tensor is trained. */
  boolean isParameter(String name) throws ModelFormatException {
    return find(name).parameter();
  }

  /** One size of a matrix. */
  int size(String name, int axis) throws ModelFormatException {
    Shape shape = find(name).shape();
    if (shape.numDimensions() != 2 || shape.get(0) < 1 || shape.get(1) < 1) {
      throw new ModelFormatException(place, name + " as a matrix", describe(name));
    }
    return Math.toIntExact(shape.get(axis));
  }

  private String describe(String name) throws ModelFormatException {
    return find(name).described();
  }

  /**
   * Takes a tensor.
   *
   * @param name its name
   * @param meaning what it is
   * @param shape the shape it must have
   * @return its values in the dtype of all
   */
  Array take(String name, String meaning, long... shape) throws ModelFormatException {
    StoredTensor found = find(name);
    if (!Arrays.equals(found.shape().asArray(), shape) || !found.values().type().isFloating()) {
      throw new ModelFormatException(
          place,
          "%s of floating numbers, shape %s".formatted(name, Arrays.toString(shape)),
          describe(name));
    }
    meanings.put(name, describe(name) + ": " + meaning);
    tensors.remove(name);
    return found.values().cast(type);
  }

  /** Requires that every tensor was taken: none is left out in silence. */
  void requireNothingLeft() throws ModelFormatException {
    if (!tensors.isEmpty()) {
      throw new ModelFormatException(
          place,
          "the tensors of one LMU or LMUFFT and at most one linear layer behind it",
          "also " + names());
    }
  }

  /** What every tensor is, by name. */
  Map<String, Object> meanings() {
    return meanings;
  }
}
