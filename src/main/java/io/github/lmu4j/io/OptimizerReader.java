package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the optimizer of a model file: its settings, and its variables, which Keras keeps in one
 * list. Slots get the names that this library's optimizers give them.
 *
 * <p>A model can be used without its optimizer, so one that is not known, or whose variables do not
 * add up, is read without state.
 */
final class OptimizerReader {

  /** This library's slot by the name that Keras 2 gives it. */
  private static final Map<String, String> KERAS2 =
      Map.of(
          "m", "momentum",
          "v", "velocity",
          "vhat", "velocity_hat",
          "velocity", "velocity",
          "momentum", "momentum",
          "average_gradient", "average_gradient",
          "accumulator", "accumulator",
          "average", "average");

  private static final List<String> KERAS3 =
      List.of("velocity_hat", "average_gradient", "momentum", "velocity", "accumulator", "average");

  private final KerasConfig config;
  private final String className;
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final List<String> trained;
  private final Map<String, Array> state = new LinkedHashMap<>();

  private OptimizerReader(KerasConfig config, Json json) throws ModelFormatException {
    this.config = config;
    String name = json.at("class_name").text();
    className = name.substring(name.lastIndexOf('>') + 1);
    for (Map.Entry<String, Json> setting : json.at("config").members().entrySet()) {
      if (!setting.getValue().isNull()) {
        settings.put(setting.getKey(), setting.getValue().plain());
      }
    }
    trained = config.trainedWeights();
  }

  /**
   * Reads the optimizer of a {@code .keras} file.
   *
   * @param json the optimizer's configuration
   * @param group its group in the weights, if there is one
   */
  static SavedOptimizer ofArchive(KerasConfig config, Json json, Optional<Hdf5Group> group)
      throws ModelFormatException {
    OptimizerReader reader = new OptimizerReader(config, json);
    List<String> slots = reader.slots();
    if (group.isPresent() && group.get().find("vars").isPresent()) {
      Hdf5Group vars = group.get().at("vars");
      boolean keras3 = vars.arrays().size() == slots.size() + 2;
      if (keras3 || vars.arrays().size() == slots.size() + 1) {
        reader.state.put(OptimizerVariables.STEP, vars.array("0"));
        if (keras3) {
          reader.state.put(OptimizerVariables.RATE, vars.array("1"));
        }
        for (int i = 0; i < slots.size(); i++) {
          reader.state.put(slots.get(i), vars.array(Integer.toString(i + (keras3 ? 2 : 1))));
        }
      }
    }
    return reader.read();
  }

  /**
   * Reads the optimizer of a whole-model {@code .h5} file.
   *
   * @param json the optimizer's configuration
   * @param root the file
   */
  static SavedOptimizer ofLegacy(KerasConfig config, Json json, Hdf5Group root)
      throws ModelFormatException {
    OptimizerReader reader = new OptimizerReader(config, json);
    Optional<Hdf5Group> group = root.find("optimizer_weights");
    if (group.isPresent()) {
      Map<String, Integer> used = new LinkedHashMap<>();
      for (String name : group.get().texts("weight_names").orElse(List.of())) {
        String slot = slot(name);
        int index = used.merge(slot, 1, Integer::sum) - 1;
        boolean single =
            slot.equals(OptimizerVariables.STEP) || slot.equals(OptimizerVariables.RATE);
        if (single || index < reader.trained.size()) {
          reader.state.put(
              single ? slot : reader.trained.get(index) + "/" + slot, group.get().arrayAt(name));
        }
      }
    }
    return reader.read();
  }

  /**
   * Takes the optimizer of this library's own files.
   *
   * @param json the optimizer's configuration
   * @param state its variables by this library's paths; none where they are not known
   */
  static SavedOptimizer ofPaths(KerasConfig config, Json json, Map<String, Array> state)
      throws ModelFormatException {
    OptimizerReader reader = new OptimizerReader(config, json);
    reader.state.putAll(state);
    return reader.read();
  }

  /** A name for a variable, in the group of its optimizer, from which its slot can be told. */
  static String legacyName(String path, KerasVersion version) {
    int end = path.lastIndexOf('/');
    if (end < 0) {
      return path;
    }
    String slot = path.substring(end + 1);
    String weight = path.substring(0, end);
    return version == KerasVersion.KERAS2
        ? (slot.equals("velocity_hat") ? "vhat" : slot) + "/" + weight + ":0"
        : weight + "_" + slot;
  }

  /** {@code Adam/m/dense/kernel:0} in Keras 2, {@code adam/dense_kernel_momentum} in Keras 3. */
  private static String slot(String name) {
    String[] parts = name.split("/", -1);
    String last = parts[parts.length - 1];
    if (last.startsWith("iteration")) {
      return OptimizerVariables.STEP;
    }
    if (last.startsWith(OptimizerVariables.RATE)) {
      return OptimizerVariables.RATE;
    }
    if (parts.length > 2 && KERAS2.containsKey(parts[1])) {
      return KERAS2.getOrDefault(parts[1], parts[1]);
    }
    return KERAS3.stream().filter(slot -> last.endsWith("_" + slot)).findFirst().orElse(last);
  }

  private List<String> slots() {
    return OptimizerVariables.slots(className, settings, trained);
  }

  private SavedOptimizer read() {
    return new SavedOptimizer(className, settings, isWhole() ? new Weights(state) : Weights.EMPTY);
  }

  /** Whether the variables are those that such an optimizer has for this model. */
  private boolean isWhole() {
    List<String> slots = slots();
    Optional<Array> step = number(OptimizerVariables.STEP);
    Optional<Array> rate = number(OptimizerVariables.RATE);
    int numbers = rate.isPresent() ? 2 : 1;
    boolean whole = step.isPresent() && state.size() == slots.size() + numbers;
    for (String slot : slots) {
      String path = slot.substring(0, slot.lastIndexOf('/'));
      Array found = state.get(slot);
      whole &= found != null && found.shape().equals(config.shape(path));
    }
    if (whole) {
      Array steps = step.orElseThrow();
      state.put(OptimizerVariables.STEP, Array.of(steps.shape(), steps.longAt(0)));
      rate.ifPresent(each -> state.put(OptimizerVariables.RATE, each.cast(DType.FLOAT64)));
    }
    return whole;
  }

  private Optional<Array> number(String key) {
    return Optional.ofNullable(state.get(key)).filter(each -> each.size() == 1);
  }
}
