package io.github.lmu4j.io;

import io.github.lmu4j.io.PyTorchModels.Classifier;
import io.github.lmu4j.math.LegendreWindow;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.weights.Array;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tensorflow.ndarray.Shape;

/**
 * Makes a model of the tensors of an LMU or LMUFFT in PyTorch, with a linear layer behind it or
 * without, under any module's name; docs/decisions/0050-pytorch-files.md has the table.
 */
final class PyTorchReader {

  /** Half a percent: PyTorch makes H in float32, by as many products as there are steps. */
  private static final double DERIVED_TOLERANCE = 5e-3;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.]*");

  private final TensorTable tensors;
  private final boolean sequences;
  private final boolean ordered;
  private final Map<String, Array> weights = new LinkedHashMap<>();

  /**
   * Begins with all tensors of a network.
   *
   * @param tensors the tensors
   * @param sequences whether the model returns all steps, or the last
   * @param ordered whether the tensors stand in the order of a state_dict, in which parameters come
   *     before what is not trained
   */
  PyTorchReader(TensorTable tensors, boolean sequences, boolean ordered) {
    this.tensors = tensors;
    this.sequences = sequences;
    this.ordered = ordered;
  }

  /**
   * Reads the network.
   *
   * @param format what file it is
   * @param notes what else is to be said of the file
   * @throws ModelFormatException if the tensors are not those of one such network
   */
  LoadedModel read(String format, Map<String, Object> notes) throws ModelFormatException {
    List<String> cells = prefixes("e_x");
    List<String> filters = prefixes("W_u.weight");
    if (cells.size() + filters.size() != 1) {
      throw new ModelFormatException(
          tensors.place(),
          "the tensors of one LMU (e_x e_h e_m W_x W_h W_m A B) or LMUFFT (W_u W_h A B H fft_H)",
          cells.isEmpty() && filters.isEmpty()
              ? "tensors " + tensors.names()
              : "LMUs %s and LMUFFTs %s".formatted(cells, filters));
    }
    Described described = cells.isEmpty() ? parallel(filters.get(0)) : recurrent(cells.get(0));
    tensors.requireNothingLeft();
    KerasConfig config;
    try {
      config = KerasConfig.of(described.model, tensors.type());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          tensors.place(), "layers that fit each other", String.valueOf(e.getMessage()), e);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("memory", described.memory);
    all.put("tensors", tensors.meanings());
    all.putAll(notes);
    return new LoadedModel(
        config,
        config.complete(tensors.place(), weights),
        format,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        all);
  }

  private record Described(Model model, String memory) {}

  /** What stands before a tensor's own name, wherever it occurs. */
  private List<String> prefixes(String name) {
    return tensors.names().stream()
        .filter(each -> each.equals(name) || each.endsWith("." + name))
        .map(each -> each.substring(0, each.length() - name.length()))
        .toList();
  }

  /**
   * The name of a layer: that of its module, without what torch.compile puts before it.
   *
   * @throws ModelFormatException if it is no name that a graph can have
   */
  private String layerName(String module) throws ModelFormatException {
    String name = module.replace("_orig_mod.", "");
    if (!NAME.matcher(name).matches()) {
      throw new ModelFormatException(
          tensors.place(), "modules named by letters, digits, dots and underscores", module);
    }
    return name;
  }

  private Described recurrent(String prefix) throws ModelFormatException {
    boolean learnA = isLearned(prefix, "A");
    boolean learnB = isLearned(prefix, "B");
    int inputs = tensors.size(prefix + "e_x", 1);
    int units = tensors.size(prefix + "W_h", 0);
    PyTorchMemory memory = PyTorchMemory.take(tensors, prefix, learnA, learnB);
    int order = memory.order();
    String name = layerName(prefix.isEmpty() ? "cell" : prefix.substring(0, prefix.length() - 1));
    String hidden = name + "/hidden_cell";
    Array ex = take(prefix + "e_x", "encoder of x in u", name + "/kernel", 1, inputs);
    Array eh = take(prefix + "e_h", "encoder of h in u", name + "/kernel", 1, units);
    Array em = take(prefix + "e_m", "encoder of m in u", name + "/recurrent_kernel", 1, order);
    Array wx = take(prefix + "W_x", "weights of x in h", hidden + "/kernel", units, inputs);
    Array wh =
        take(prefix + "W_h", "weights of h in h", hidden + "/recurrent_kernel", units, units);
    Array wm = take(prefix + "W_m", "weights of m in h", hidden + "/kernel", units, order);
    weights.put(name + "/kernel", Array.concat(List.of(ex.transposed(), eh.transposed())));
    weights.put(name + "/recurrent_kernel", em.transposed());
    weights.put(hidden + "/kernel", Array.concat(List.of(wm.transposed(), wx.transposed())));
    weights.put(hidden + "/recurrent_kernel", wh.transposed());
    weights.put(name + "/A", array(memory.matrices().a()));
    weights.put(name + "/B", array(memory.matrices().b()));
    Optional<Classifier> classifier = classifier(units);
    return new Described(
        PyTorchModels.recurrent(name, inputs, units, memory, sequences, classifier),
        memory.described());
  }

  /**
   * Whether A or B is trained: it was saved as a parameter, or stands before the first parameter
   * that it would stand behind if it were a buffer.
   */
  private boolean isLearned(String prefix, String name) throws ModelFormatException {
    List<String> order = tensors.names();
    return tensors.isParameter(prefix + name)
        || (ordered && order.indexOf(prefix + name) < order.indexOf(prefix + "e_x"));
  }

  private Described parallel(String prefix) throws ModelFormatException {
    int inputs = tensors.size(prefix + "W_u.weight", 1);
    int units = tensors.size(prefix + "W_h.weight", 0);
    int steps = tensors.size(prefix + "H", 1);
    PyTorchMemory memory = PyTorchMemory.take(tensors, prefix, false, false);
    requireImpulseResponse(prefix, memory, steps);
    linear(prefix + PyTorchModels.ENCODER, "u = relu(W_u x + b)", inputs, 1);
    linear(
        prefix + PyTorchModels.HIDDEN, "h = relu(W_h [m, x] + b)", memory.order() + inputs, units);
    Optional<Classifier> classifier = classifier(units);
    return new Described(
        PyTorchModels.parallel(
            layerPrefix(prefix), steps, inputs, units, memory, sequences, classifier),
        memory.described() + "; sequences of " + steps + " steps");
  }

  /**
   * H and its transform follow from A and B; a file in which they do not would mean another
   * network.
   */
  private void requireImpulseResponse(String prefix, PyTorchMemory memory, int steps)
      throws ModelFormatException {
    int order = memory.order();
    Array h =
        tensors.take(prefix + "H", "impulse response of A and B, made from them", order, steps);
    Matrix response = Matrix.of(order, steps, h.toDoubles()).transpose();
    double difference =
        LegendreWindow.difference(response, memory.matrices().impulseResponse(steps));
    if (!(difference <= DERIVED_TOLERANCE)) {
      throw new ModelFormatException(
          tensors.place(),
          prefix + "H as the impulse response of A and B",
          "a relative difference of " + difference);
    }
    if (tensors.has(prefix + "fft_H")) {
      PyTorchSpectrum.requireOf(tensors, prefix + "fft_H", response);
    }
  }

  /** The one linear layer that may stand behind the network. */
  private Optional<Classifier> classifier(int inputs) throws ModelFormatException {
    List<String> left = prefixes("weight");
    if (left.size() != 1 || left.get(0).isEmpty()) {
      return Optional.empty();
    }
    String name = left.get(0).substring(0, left.get(0).length() - 1);
    int units = tensors.size(name + ".weight", 0);
    return Optional.of(
        new Classifier(
            layerName(name), units, linear(name, "linear layer of the output", inputs, units)));
  }

  /** Takes weight and, if there is one, bias of a linear layer. */
  private boolean linear(String module, String meaning, int inputs, int units)
      throws ModelFormatException {
    String kernel = layerName(module) + "/kernel";
    String bias = layerName(module) + "/bias";
    weights.put(kernel, take(module + ".weight", meaning, kernel, units, inputs).transposed());
    if (!tensors.has(module + ".bias")) {
      return false;
    }
    weights.put(bias, take(module + ".bias", "bias of " + meaning, bias, units));
    return true;
  }

  private String layerPrefix(String prefix) throws ModelFormatException {
    String encoder = layerName(prefix + PyTorchModels.ENCODER);
    return encoder.substring(0, encoder.length() - PyTorchModels.ENCODER.length());
  }

  private Array array(Matrix matrix) {
    return Array.of(Shape.of(matrix.rows(), matrix.columns()), matrix.toArray())
        .cast(tensors.type());
  }

  private Array take(String name, String meaning, String weight, long... shape)
      throws ModelFormatException {
    return tensors.take(name, meaning + " (" + weight + ")", shape);
  }
}
