package io.github.lmu4j.io;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.GivenSystem;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.io.PyTorchModels.Classifier;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.FilterMethod;
import io.github.lmu4j.ops.MemorySystem;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The tensors of an LMU or LMUFFT as PyTorch names them, of a model that computes the same: what
 * {@link PyTorchReader} reads, written back.
 *
 * <p>A connection that the model has not is written as zeros.
 */
final class PyTorchWriter {

  private final Model model;
  private final Weights weights;
  private final DType type;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

  private PyTorchWriter(LoadedModel loaded) {
    model = loaded.model();
    weights = loaded.weights();
    type = loaded.type();
  }

  /**
   * Makes the tensors, in the order of a state_dict.
   *
   * @throws IllegalArgumentException if the model has something that these networks have not
   */
  static Map<String, StoredTensor> tensors(LoadedModel loaded) {
    return new PyTorchWriter(loaded).write();
  }

  private Map<String, StoredTensor> write() {
    List<String> names = new ArrayList<>(model.layers().keySet());
    String first = names.get(0);
    Optional<Lmu> lmu = model.layer(first).asLmu();
    if (lmu.isPresent()) {
      recurrent(first, lmu.get().cell());
      require(model.isChain(), "one layer behind the other", "a graph");
      classifier(names.subList(1, names.size()));
    } else if (first.endsWith(PyTorchModels.ENCODER)) {
      parallel(first.substring(0, first.length() - PyTorchModels.ENCODER.length()), names);
    } else {
      throw unlike(
          "an LMU, or an LMUFFT as this library reads it, in front", model.layer(first) + "");
    }
    return tensors;
  }

  private IllegalArgumentException unlike(String rule, String found) {
    return new IllegalArgumentException(
        "a PyTorch LMU must have %s (got %s in model %s)".formatted(rule, found, model.name()));
  }

  private void require(boolean holds, String rule, String found) {
    if (!holds) {
      throw unlike(rule, found);
    }
  }

  private void recurrent(String layer, LmuCell cell) {
    require(cell.memoryD() == 1, "memory_d 1", "memory_d " + cell.memoryD());
    require(!cell.trainableTheta(), "a fixed theta", "a trainable one");
    require(cell.kernel().isPresent(), "a kernel of the memory's input", "none");
    require(cell.bias().isEmpty(), "no bias of the memory's input", "one");
    boolean drops = cell.dropout() > 0 || cell.recurrentDropout() > 0;
    require(!drops, "no dropout", "some");
    require(
        cell.hiddenCell().flatMap(Cell::plainElman).equals(Optional.of(Activation.TANH)),
        "a SimpleRNN of tanh, without bias and dropout, as hidden cell",
        cell.hiddenCell() + "");
    boolean named = layer.equals("cell") || layer.endsWith(".cell");
    String prefix = (named ? layer : layer + ".cell") + ".";
    Optional<GivenSystem> given = cell.given();
    boolean learnA = given.filter(GivenSystem::learnA).isPresent();
    boolean learnB = given.filter(GivenSystem::learnB).isPresent();
    DiscreteStateSpace system = cell.system(tensorType()).stateSpace();
    StoredTensor a = learnA ? learned(layer + "/A") : fixed(system.a());
    StoredTensor b = learnB ? learned(layer + "/B") : fixed(system.b());
    putIf(learnA, prefix + "A", a);
    putIf(learnB, prefix + "B", b);
    int order = cell.order();
    Array fedBack = weights.get(layer + "/hidden_cell/recurrent_kernel");
    int units = Math.toIntExact(fedBack.shape().get(0));
    Array kernel = weights.get(layer + "/kernel");
    int inputs = Math.toIntExact(kernel.shape().get(0)) - (cell.hiddenToMemory() ? units : 0);
    Array seen = weights.get(layer + "/hidden_cell/kernel");
    put(prefix + "e_x", rows(kernel, 0, inputs));
    put(prefix + "e_h", cell.hiddenToMemory() ? rows(kernel, inputs, units) : zeros(units, 1));
    put(
        prefix + "e_m",
        cell.memoryToMemory() ? weights.get(layer + "/recurrent_kernel") : zeros(order, 1));
    put(prefix + "W_x", cell.inputToHidden() ? rows(seen, order, inputs) : zeros(inputs, units));
    put(prefix + "W_h", fedBack);
    put(prefix + "W_m", rows(seen, 0, order));
    putIf(!learnA, prefix + "A", a);
    putIf(!learnB, prefix + "B", b);
  }

  private Class<? extends TFloating> tensorType() {
    return type.tensorType().asSubclass(TFloating.class);
  }

  private void parallel(String prefix, List<String> names) {
    String memory = prefix + PyTorchModels.MEMORY;
    Shape input = model.inputs().get(0).shape();
    require(
        input.numDimensions() == 2 && !input.hasUnknownDimension(),
        "sequences of known length",
        input + "");
    Optional<Layer> second = Optional.ofNullable(model.layers().get(memory));
    LmuFeedforward filter =
        second
            .flatMap(Layer::asMemory)
            .orElseThrow(
                () ->
                    unlike(
                        "a memory without kernel, bias, hidden cell, dropout, input_to_hidden or"
                            + " trained theta named "
                            + memory,
                        second + ""));
    int steps = Math.toIntExact(input.get(0));
    int inputs = Math.toIntExact(input.get(1));
    int units = Math.toIntExact(weights.get(prefix + "W_h/kernel").shape().get(1));
    MemorySystem whole = filter.system(tensorType());
    require(
        filter.convMode() != FilterMethod.RAW
            || whole.significantSteps(steps, filter.truncateIr()) == steps,
        "the whole impulse response",
        "truncate_ir " + filter.truncateIr());
    DiscreteStateSpace system = whole.stateSpace();
    int parts = filter.returnSequences() ? 4 : 6;
    Optional<Classifier> classifier = classifierOf(names.subList(parts, names.size()));
    Model expected =
        PyTorchModels.parallel(
            prefix,
            steps,
            inputs,
            units,
            new PyTorchMemory(system, Optional.empty(), false, false),
            filter.returnSequences(),
            classifier);
    Map<String, Layer> layers = new LinkedHashMap<>(expected.layers());
    layers.put(memory, filter);
    require(
        layers.equals(model.layers())
            && expected.calls().equals(model.calls())
            && expected.outputs().equals(model.outputs()),
        "the layers of an LMUFFT",
        names + "");
    Matrix response = system.impulseResponse(steps);
    tensors.put(prefix + "A", fixed(system.a()));
    tensors.put(prefix + "B", fixed(system.b()));
    tensors.put(prefix + "H", fixed(response.transpose()));
    tensors.put(prefix + "fft_H", PyTorchSpectrum.of(response, type));
    linear(prefix + PyTorchModels.ENCODER);
    linear(prefix + PyTorchModels.HIDDEN);
    classifier.ifPresent(last -> linear(last.name()));
  }

  private void classifier(List<String> names) {
    classifierOf(names).ifPresent(last -> linear(last.name()));
  }

  private Optional<Classifier> classifierOf(List<String> names) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String name = names.get(0);
    Optional<Dense> dense = model.layer(name).asDense();
    require(
        names.size() == 1 && dense.isPresent(), "at most one linear layer behind it", names + "");
    DenseCell cell = dense.orElseThrow().cell();
    require(cell.activation() == Activation.LINEAR, "a linear layer", cell.activation() + "");
    return Optional.of(new Classifier(name, cell.units(), cell.useBias()));
  }

  private void linear(String name) {
    put(name + ".weight", weights.get(name + "/kernel"));
    if (weights.paths().contains(name + "/bias")) {
      tensors.put(name + ".bias", StoredTensor.of(weights.get(name + "/bias").cast(type)));
    }
  }

  /** PyTorch's matrices map columns, Keras' rows. */
  private void put(String name, Array matrix) {
    tensors.put(name, StoredTensor.of(matrix.cast(type).transposed()));
  }

  private void putIf(boolean now, String name, StoredTensor tensor) {
    if (now) {
      tensors.put(name, tensor);
    }
  }

  private StoredTensor learned(String path) {
    Array values = weights.get(path).cast(type);
    return new StoredTensor(TorchType.of(type), values, true);
  }

  private StoredTensor fixed(Matrix matrix) {
    return StoredTensor.of(
        Array.of(Shape.of(matrix.rows(), matrix.columns()), matrix.toArray()).cast(type));
  }

  private Array zeros(int rows, int columns) {
    return Array.zeros(Shape.of(rows, columns), type);
  }

  private static Array rows(Array matrix, int first, int count) {
    return matrix.rows(IntStream.range(first, first + count).toArray());
  }
}
