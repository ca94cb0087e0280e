package io.github.lmu4j.io;

import io.github.lmu4j.io.PickleValue.Tensor;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of {@code torch.save}: a {@code state_dict}, a checkpoint that holds one, or a single
 * tensor, in the zip form of PyTorch 1.6 and later or in the one before.
 *
 * <pre>{@code
 * LoadedModel loaded = PyTorchFile.read(Path.of("lmu.pt"));
 * }</pre>
 *
 * <p>The pickle inside is read by a machine of this library's own that builds plain values and
 * tensors and knows no other names; it runs nothing. Models that were pickled whole, and
 * TorchScript archives, are refused.
 *
 * @see <a href="https://pytorch.org/docs/2.2/notes/serialization.html">PyTorch, Serialization
 *     semantics</a>
 */
public final class PyTorchFile {

  private PyTorchFile() {}

  /**
   * Reads an LMU or LMUFFT, which returns what its last step gives.
   *
   * @param file the file
   * @return the model
   * @throws ModelFormatException if it is no file of tensors, or not those of such a network
   * @throws IOException if it cannot be read
   */
  public static LoadedModel read(Path file) throws IOException {
    return read(file, false);
  }

  /**
   * Reads an LMU or LMUFFT, with a linear layer behind it if the file has one.
   *
   * @param file the file
   * @param sequences whether the model returns what every step gives, or the last alone; the file
   *     does not say
   * @return the model
   * @throws ModelFormatException if it is no file of tensors, or not those of such a network
   * @throws IOException if it cannot be read
   */
  public static LoadedModel read(Path file, boolean sequences) throws IOException {
    try (TorchFile content = TorchFile.open(file)) {
      TorchTree tree = TorchTree.of(content.place(), content.content());
      TensorTable tensors = new TensorTable(content.place(), tree.network(content));
      Map<String, Object> notes =
          tree.rest().isEmpty() ? Map.of() : Map.of("beside the network", tree.rest());
      return new PyTorchReader(tensors, sequences, true).read(content.form(), notes);
    }
  }

  /**
   * Reads the tensors of a {@code state_dict}, or of the one in a checkpoint.
   *
   * @param file the file
   * @return array by name, in the file's order; complex numbers have a last axis of real and
   *     imaginary part
   * @throws ModelFormatException if it is no file of tensors
   * @throws IOException if it cannot be read
   */
  public static Map<String, Array> readTensors(Path file) throws IOException {
    try (TorchFile content = TorchFile.open(file)) {
      Map<String, Array> arrays = new LinkedHashMap<>();
      TorchTree.of(content.place(), content.content())
          .network(content)
          .forEach((name, tensor) -> arrays.put(name, tensor.values()));
      return arrays;
    }
  }

  /**
   * Reads a file that holds one tensor and nothing else, such as a permutation.
   *
   * @param file the file
   * @return the tensor
   * @throws ModelFormatException if it is anything else
   * @throws IOException if it cannot be read
   */
  public static Array readTensor(Path file) throws IOException {
    try (TorchFile content = TorchFile.open(file)) {
      if (content.content() instanceof Tensor tensor) {
        return content.read("tensor", tensor.tensor()).values();
      }
      throw new ModelFormatException(
          content.place(), "a single tensor", PickleMachine.kind(content.content()));
    }
  }

  /**
   * Writes a model as an LMU or LMUFFT of PyTorch, for {@code torch.load(file, weights_only=True)}:
   * one whose memory has one channel and whose hidden cell is a SimpleRNN of tanh without bias, or
   * one that was read from such a file, with a linear layer behind it or without, and no dropout. A
   * connection that the model has not becomes zeros. Regularizers and constraints, like the loss,
   * are not in the file.
   *
   * @param file the file, replaced if it exists
   * @param loaded the model, of any format
   * @throws IllegalArgumentException if the model has something that these networks have not
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, LoadedModel loaded) throws IOException {
    Map<String, StoredTensor> tensors = PyTorchWriter.tensors(loaded);
    AtomicFile.write(file, out -> TorchFileWriter.write(out, tensors));
  }

  /**
   * Writes tensors by name, as an {@code OrderedDict} that {@code torch.load(file,
   * weights_only=True)} reads.
   *
   * @param file the file, replaced if it exists
   * @param tensors array by name
   * @throws IOException if it cannot be written
   */
  public static void writeTensors(Path file, Map<String, Array> tensors) throws IOException {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, array) -> stored.put(name, StoredTensor.of(array)));
    AtomicFile.write(file, out -> TorchFileWriter.write(out, stored));
  }
}
