package io.github.lmu4j.cli;

import io.github.lmu4j.data.Mnist;
import io.github.lmu4j.data.PermutedMnist;
import io.github.lmu4j.data.PixelRange;
import io.github.lmu4j.io.ModelFormatException;
import io.github.lmu4j.io.Npy;
import io.github.lmu4j.io.PyTorchFile;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The order of psMNIST's pixels, from a file or the standard one. */
final class PixelOrder {

  private PixelOrder() {}

  /**
   * The images in an order.
   *
   * @param file a {@code .npy} file or a single tensor of PyTorch; without it the standard order
   * @throws ModelFormatException if it does not hold each of 0 to 783 once
   */
  static PermutedMnist permuted(Mnist mnist, Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return PermutedMnist.of(mnist);
    }
    Path path = file.get();
    Array order = path.toString().endsWith(".npy") ? Npy.read(path) : PyTorchFile.readTensor(path);
    try {
      if (order.type().isFloating() || order.shape().numDimensions() != 1) {
        throw new IllegalArgumentException(
            "a permutation must be a row of whole numbers (got %s)".formatted(order));
      }
      return PermutedMnist.of(mnist, order.toInts(), PixelRange.UNIT);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          path.toString(), "each of 0 to 783 once", String.valueOf(e.getMessage()), e);
    }
  }
}
