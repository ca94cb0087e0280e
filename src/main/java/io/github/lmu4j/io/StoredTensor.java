package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import org.tensorflow.ndarray.Shape;

/**
 * A tensor of a file.
 *
 * @param type element type in the file
 * @param values what this library makes of it; complex numbers have an axis more, of size 2
 * @param parameter whether the file says that it is trained
 */
record StoredTensor(TorchType type, Array values, boolean parameter) {

  /** A tensor as it is written. */
  static StoredTensor of(Array values) {
    return new StoredTensor(TorchType.of(values.type()), values, false);
  }

  /** The shape in PyTorch. */
  Shape shape() {
    return type.isComplex()
        ? values.shape().take(values.shape().numDimensions() - 1)
        : values.shape();
  }

  /** For people: shape and element type. */
  String described() {
    return java.util.Arrays.toString(shape().asArray()).replace('[', '(').replace(']', ')')
        + " "
        + type.torchName();
  }
}
