package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * How a tensor lies in its storage.
 *
 * @param storage the elements
 * @param offset index of the first
 * @param sizes size of every axis
 * @param strides distance of neighbours along every axis, in elements
 * @param parameter whether it was saved as a parameter, which is trained
 */
record TorchTensor(
    TorchStorage storage, long offset, List<Long> sizes, List<Long> strides, boolean parameter) {

  private static final int MAX_RANK = 64;

  /**
   * Checks that every element lies in the storage and belongs to one place of the tensor alone, so
   * that no tensor is larger than what the file holds.
   *
   * @throws ModelFormatException if not
   */
  static TorchTensor of(
      String place, TorchStorage storage, long offset, List<Long> sizes, List<Long> strides)
      throws ModelFormatException {
    if (sizes.size() != strides.size() || sizes.size() > MAX_RANK) {
      throw new ModelFormatException(
          place,
          "one stride for each of at most %d axes".formatted(MAX_RANK),
          "%d sizes and %d strides".formatted(sizes.size(), strides.size()));
    }
    if (offset < 0 || IntStream.range(0, sizes.size()).anyMatch(i -> sizes.get(i) < 0)) {
      throw new ModelFormatException(
          place, "an offset and sizes that are not negative", offset + " and " + sizes);
    }
    if (IntStream.range(0, strides.size()).anyMatch(i -> strides.get(i) < 0)) {
      throw new ModelFormatException(place, "strides that are not negative", "" + strides);
    }
    TorchTensor tensor = new TorchTensor(storage, offset, sizes, strides, false);
    tensor.requireWithinStorage(place);
    return tensor;
  }

  private void requireWithinStorage(String place) throws ModelFormatException {
    boolean empty = sizes.contains(0L);
    List<Integer> finest =
        IntStream.range(0, empty ? 0 : sizes.size())
            .filter(axis -> sizes.get(axis) > 1)
            .boxed()
            .sorted(Comparator.comparing(strides::get))
            .toList();
    try {
      long last = 0;
      for (int axis : finest) {
        if (strides.get(axis) <= last) {
          throw new ModelFormatException(
              place,
              "a tensor whose elements do not overlap",
              "sizes %s with strides %s".formatted(sizes, strides));
        }
        last = Math.addExact(last, Math.multiplyExact(sizes.get(axis) - 1, strides.get(axis)));
      }
      if (Math.addExact(offset, empty ? 0 : last + 1) <= storage.elements()) {
        return;
      }
    } catch (ArithmeticException e) {
      // Beyond 64 bits, and so beyond the storage.
    }
    throw new ModelFormatException(
        place,
        "a tensor within its storage of %d elements".formatted(storage.elements()),
        "offset %d, sizes %s, strides %s".formatted(offset, sizes, strides));
  }

  /** The same tensor, as one that is trained. */
  TorchTensor asParameter() {
    return new TorchTensor(storage, offset, sizes, strides, true);
  }

  /** How many bytes its elements take, at most 2^63. */
  long byteSize() {
    return sizes.stream().reduce(1L, (a, b) -> a * b) * storage.type().bytes();
  }

  Shape shape() {
    return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  /** Takes the elements from the storage's bytes. */
  Array array(byte[] stored) {
    int width = storage.type().bytes();
    byte[] elements = new byte[Math.toIntExact(byteSize())];
    int rank = sizes.size();
    long[] index = new long[rank];
    long from = offset;
    for (int to = 0; to < elements.length; to += width) {
      System.arraycopy(stored, (int) (from * width), elements, to, width);
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += strides.get(axis);
        if (++index[axis] < sizes.get(axis)) {
          break;
        }
        from -= strides.get(axis) * index[axis];
        index[axis] = 0;
      }
    }
    return storage.type().array(shape(), elements);
  }
}
