package io.github.lmu4j.io;

import static io.github.lmu4j.io.NengoDlRole.A;
import static io.github.lmu4j.io.NengoDlRole.B;
import static io.github.lmu4j.io.NengoDlRole.E_X;
import static io.github.lmu4j.io.NengoDlRole.W_H;
import static io.github.lmu4j.io.NengoDlRole.W_M;
import static io.github.lmu4j.io.NengoDlRole.W_O;
import static io.github.lmu4j.io.NengoDlRole.W_X;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.GivenSystem;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/** Finds the matrices of a NengoDL file in a model, if the model is the network of such a file. */
final class NengoDlWriter {

  private final Model model;
  private final LoadedModel loaded;

  private NengoDlWriter(LoadedModel loaded) {
    this.loaded = loaded;
    model = loaded.model();
  }

  /**
   * The matrices.
   *
   * @throws IllegalArgumentException if the model is another network
   */
  static Map<NengoDlRole, Array> arrays(LoadedModel loaded) {
    return new NengoDlWriter(loaded).arrays();
  }

  private Map<NengoDlRole, Array> arrays() {
    require(
        model.isChain() && model.layers().size() == 2,
        "must be a chain of two layers",
        model.layers().keySet());
    Iterator<Map.Entry<String, Layer>> layers = model.layers().entrySet().iterator();
    Map.Entry<String, Layer> first = layers.next();
    Map.Entry<String, Layer> second = layers.next();
    Optional<Lmu> lmu = first.getValue().asLmu().filter(each -> !each.returnSequences());
    require(lmu.isPresent(), "must begin with an LMU that gives its last output", first.getValue());
    LmuCell cell = lmu.orElseThrow().cell();
    requireCell(cell);
    requireReadOut(second.getValue());
    return matrices(
        cell, loaded.weights().under(first.getKey()), loaded.weights().under(second.getKey()));
  }

  private void requireCell(LmuCell cell) {
    require(cell.memoryD() == 1, "must have memory_d 1", cell.memoryD());
    require(
        cell.kernel().isPresent() && cell.bias().isEmpty(), "must have a kernel and no bias", cell);
    require(!cell.hiddenToMemory() && !cell.memoryToMemory(), "must feed nothing back to u", cell);
    require(cell.inputToHidden(), "must have input_to_hidden", false);
    require(cell.dropout() == 0 && cell.recurrentDropout() == 0, "must have no dropout", cell);
    require(
        !cell.trainableTheta() && cell.given().filter(GivenSystem::isLearned).isEmpty(),
        "must have a fixed A and B",
        cell);
    require(
        cell.hiddenCell().flatMap(Cell::plainElman).equals(Optional.of(Activation.TANH)),
        "must have a SimpleRnnCell with tanh, without bias and dropout as hidden cell",
        cell.hiddenCell());
  }

  private void requireReadOut(Layer layer) {
    Optional<Dense> dense = layer.asDense();
    require(dense.isPresent(), "must end with a Dense", layer);
    DenseCell readOut = dense.orElseThrow().cell();
    require(
        readOut.activation() == Activation.LINEAR,
        "must end with a linear Dense",
        readOut.activation());
    require(!readOut.useBias(), "must end with a Dense without bias", "a bias");
  }

  private static void require(boolean kept, String rule, Object found) {
    if (!kept) {
      throw new IllegalArgumentException(
          "a model for a NengoDL file %s (got %s)".formatted(rule, found));
    }
  }

  private Map<NengoDlRole, Array> matrices(LmuCell cell, Weights lmu, Weights readOut) {
    DiscreteStateSpace system =
        cell.system(loaded.type().tensorType().asSubclass(TFloating.class)).stateSpace();
    Array hidden = lmu.get("hidden_cell/kernel");
    int rows = (int) hidden.shape().get(0);
    Map<NengoDlRole, Array> arrays = new EnumMap<>(NengoDlRole.class);
    arrays.put(E_X, NengoDlNetwork.transposed(lmu.get("kernel")));
    arrays.put(W_X, NengoDlNetwork.transposed(rows(hidden, cell.order(), rows)));
    arrays.put(W_M, NengoDlNetwork.transposed(rows(hidden, 0, cell.order())));
    arrays.put(W_O, NengoDlNetwork.transposed(readOut.get("kernel")));
    arrays.put(W_H, NengoDlNetwork.transposed(lmu.get("hidden_cell/recurrent_kernel")));
    arrays.put(A, array(system.a()));
    arrays.put(B, array(system.b()));
    return arrays;
  }

  private static Array rows(Array matrix, int first, int end) {
    return matrix.rows(IntStream.range(first, end).toArray());
  }

  private Array array(Matrix matrix) {
    return Array.of(Shape.of(matrix.rows(), matrix.columns()), matrix.toArray())
        .cast(loaded.type());
  }
}
