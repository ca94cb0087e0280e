package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The parameters of an LMU of NengoDL, as its {@code Simulator.save_params} writes them: a {@code
 * .npz} file of unnamed arrays.
 *
 * <p>The network is that of NengoDL's example: {@code u = e_x x}, {@code m = A m + B u}, {@code h =
 * tanh(W_x x + W_h h + W_m m)}, {@code logits = W_o h} after the last step. The file does not say
 * so; it holds the matrices alone, (out, in). Sizes follow from their shapes, and A and B are used
 * as they are.
 *
 * @see <a href="https://www.nengo.ai/nengo-dl/examples/lmu.html">NengoDL, Legendre Memory Units in
 *     NengoDL</a>
 */
public final class NengoDlFile {

  private NengoDlFile() {}

  /** Arrays without names of their own: arrays of data have names, such as x and y. */
  private static boolean areUnnamed(Set<String> keys) {
    return keys.equals(
        IntStream.range(0, keys.size()).mapToObj(NengoDlArrays::key).collect(Collectors.toSet()));
  }

  /**
   * Reads the network.
   *
   * @param file a {@code .npz} file of {@code arr_0}, {@code arr_1} and so on
   * @return the model, from (steps, inputs) to {@code logits}, with its weights; what every array
   *     is stands in its notes
   * @throws ModelFormatException if the file holds other arrays
   * @throws IOException if it cannot be read
   */
  public static LoadedModel read(Path file) throws IOException {
    Map<String, Array> entries = Npz.read(file);
    if (!areUnnamed(entries.keySet())) {
      throw new ModelFormatException(
          file.toString(),
          "a model: the arrays arr_0, arr_1, ... that NengoDL saves",
          "an .npz file of " + entries.keySet());
    }
    List<Array> arrays = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      arrays.add(Objects.requireNonNull(entries.get(NengoDlArrays.key(i))));
    }
    return new NengoDlNetwork(NengoDlArrays.of(file.toString(), arrays)).loaded();
  }

  /**
   * Writes such a file, which NengoDL's {@code Simulator.load_params} reads into the same network.
   *
   * <p>A and B are those that the model computes with. Arrays are laid out as NengoDL does it for a
   * network whose weights are connected in the order W_x, W_h, W_m, W_o; another order matters only
   * where the memory has as many dimensions as the input.
   *
   * @param file the file, replaced if it exists
   * @param model a model that this class read, or any LMU like it: one channel, nothing fed back
   *     into it, tanh units without bias that see the input, a linear read-out without bias, and no
   *     dropout; regularizers and constraints, like the loss, are not in the file
   * @throws IllegalArgumentException if the model is another network
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, LoadedModel model) throws IOException {
    Npz.write(file, NengoDlArrays.inFileOrder(NengoDlWriter.arrays(model)));
  }
}
