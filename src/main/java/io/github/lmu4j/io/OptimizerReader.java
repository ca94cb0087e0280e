package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
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

  /** Path of the number of steps done. */
  static final String STEP = "iterations";

  private static final String RATE = "learning_rate";

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
  private final Json settings;
  private final List<String> trained;
  private final Map<String, Array> state = new LinkedHashMap<>();

  private OptimizerReader(KerasConfig config, Json json) throws ModelFormatException {
    this.config = config;
    String name = json.at("class_name").text();
    className = name.substring(name.lastIndexOf('>') + 1);
    settings = json.at("config");
    trained = config.weightOrder().stream().filter(config::isTrained).toList();
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
        reader.state.put(STEP, vars.array("0"));
        if (keras3) {
          reader.state.put(RATE, vars.array("1"));
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
        boolean single = slot.equals(STEP) || slot.equals(RATE);
        if (single || index < reader.trained.size()) {
          reader.state.put(
              single ? slot : reader.trained.get(index) + "/" + slot, group.get().arrayAt(name));
        }
      }
    }
    return reader.read();
  }

  /** {@code Adam/m/dense/kernel:0} in Keras 2, {@code adam/dense_kernel_momentum} in Keras 3. */
  private static String slot(String name) {
    String[] parts = name.split("/", -1);
    String last = parts[parts.length - 1];
    if (last.startsWith("iteration")) {
      return STEP;
    }
    if (last.startsWith(RATE)) {
      return RATE;
    }
    if (parts.length > 2 && KERAS2.containsKey(parts[1])) {
      return KERAS2.getOrDefault(parts[1], parts[1]);
    }
    return KERAS3.stream().filter(slot -> last.endsWith("_" + slot)).findFirst().orElse(last);
  }

  private boolean is(String key) throws ModelFormatException {
    Optional<Json> found = settings.find(key);
    return found.isPresent() && found.get().isTruth() && found.get().truth();
  }

  private boolean hasMomentum() throws ModelFormatException {
    Optional<Json> momentum = settings.find("momentum");
    return momentum.isPresent() && momentum.get().isNumber() && momentum.get().number() != 0;
  }

  /** The paths of all slots in Keras' order. */
  private List<String> slots() throws ModelFormatException {
    List<String> slots = new ArrayList<>();
    if (is("use_ema")) {
      addTo(slots, "average");
    }
    switch (className) {
      case "Adam", "AdamW" -> {
        addTo(slots, "momentum", "velocity");
        if (is("amsgrad")) {
          addTo(slots, "velocity_hat");
        }
      }
      case "SGD" -> {
        if (hasMomentum()) {
          addTo(slots, "momentum");
        }
      }
      case "RMSprop" -> {
        addTo(slots, "velocity");
        if (hasMomentum()) {
          addTo(slots, "momentum");
        }
        if (is("centered")) {
          addTo(slots, "average_gradient");
        }
      }
      case "Adagrad" -> addTo(slots, "accumulator");
      default -> slots.clear();
    }
    return slots;
  }

  private void addTo(List<String> slots, String... names) {
    for (String path : trained) {
      for (String name : names) {
        slots.add(path + "/" + name);
      }
    }
  }

  private SavedOptimizer read() throws ModelFormatException {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (Map.Entry<String, Json> setting : settings.members().entrySet()) {
      if (!setting.getValue().isNull()) {
        plain.put(setting.getKey(), setting.getValue().plain());
      }
    }
    return new SavedOptimizer(className, plain, isWhole() ? new Weights(state) : Weights.EMPTY);
  }

  /** Whether the variables are those that such an optimizer has for this model. */
  private boolean isWhole() throws ModelFormatException {
    List<String> slots = slots();
    int single = state.containsKey(RATE) ? 2 : 1;
    boolean whole = state.containsKey(STEP) && state.size() == slots.size() + single;
    for (String slot : slots) {
      String path = slot.substring(0, slot.lastIndexOf('/'));
      Array found = state.get(slot);
      whole &= found != null && found.shape().equals(config.shape(path));
    }
    if (whole) {
      state.computeIfPresent(STEP, (key, step) -> Array.of(step.shape(), step.longAt(0)));
      state.computeIfPresent(RATE, (key, rate) -> rate.cast(DType.FLOAT64));
    }
    return whole;
  }
}
