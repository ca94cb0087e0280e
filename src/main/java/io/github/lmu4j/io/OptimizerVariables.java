package io.github.lmu4j.io;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** The variables of Keras' optimizers: which there are, and in what order Keras lists them. */
final class OptimizerVariables {

  /** Path of the number of steps done. */
  static final String STEP = "iterations";

  /** Path of the learning rate, where it is a number. */
  static final String RATE = "learning_rate";

  private OptimizerVariables() {}

  /**
   * The paths of all slots in Keras' order; none for an optimizer that is not known.
   *
   * @param className Keras' class
   * @param settings its arguments
   * @param trained paths of the weights that it trains
   */
  static List<String> slots(String className, Map<String, Object> settings, List<String> trained) {
    List<String> slots = new ArrayList<>();
    if (is(settings, "use_ema")) {
      addTo(slots, trained, "average");
    }
    switch (className) {
      case "Adam", "AdamW" -> {
        addTo(slots, trained, "momentum", "velocity");
        if (is(settings, "amsgrad")) {
          addTo(slots, trained, "velocity_hat");
        }
      }
      case "SGD" -> {
        if (hasMomentum(settings)) {
          addTo(slots, trained, "momentum");
        }
      }
      case "RMSprop" -> {
        addTo(slots, trained, "velocity");
        if (hasMomentum(settings)) {
          addTo(slots, trained, "momentum");
        }
        if (is(settings, "centered")) {
          addTo(slots, trained, "average_gradient");
        }
      }
      case "Adagrad" -> addTo(slots, trained, "accumulator");
      default -> slots.clear();
    }
    return slots;
  }

  private static boolean is(Map<String, Object> settings, String key) {
    return Boolean.TRUE.equals(settings.get(key));
  }

  private static boolean hasMomentum(Map<String, Object> settings) {
    return settings.get("momentum") instanceof Number momentum && momentum.doubleValue() != 0;
  }

  private static void addTo(List<String> slots, List<String> trained, String... names) {
    for (String path : trained) {
      for (String name : names) {
        slots.add(path + "/" + name);
      }
    }
  }

  /**
   * All variables as a version of Keras lists them; none where a state is not known.
   *
   * @param optimizer the optimizer with its state
   * @param config the model that it trains
   * @param version the Keras that will read them: 3 keeps the learning rate among them, and 2 a
   *     momentum of SGD that is not used
   */
  static Map<String, Array> inOrder(
      SavedOptimizer optimizer, KerasConfig config, KerasVersion version) {
    Map<String, Array> state = optimizer.state().values();
    Map<String, Array> ordered = new LinkedHashMap<>();
    Array step = state.get(STEP);
    if (step == null) {
      return ordered;
    }
    ordered.put(STEP, Array.of(Shape.scalar(), step.longAt(0)));
    boolean keras3 = version == KerasVersion.KERAS3;
    if (keras3 && optimizer.settings().get(RATE) instanceof Number rate) {
      Array kept = state.get(RATE);
      double value = kept == null ? rate.doubleValue() : kept.doubleAt(0);
      ordered.put(RATE, Array.of(Shape.scalar(), value).cast(DType.FLOAT32));
    }
    List<String> trained = config.trainedWeights();
    List<String> slots = slots(optimizer.className(), optimizer.settings(), trained);
    for (String slot : slots) {
      Array value = state.get(slot);
      if (value == null) {
        throw new IllegalArgumentException(
            "the state of %s must have %s (got %s)"
                .formatted(optimizer.className(), slot, state.keySet()));
      }
      ordered.put(slot, value.cast(config.type()));
    }
    if (!keras3 && optimizer.className().equals("SGD") && slots.isEmpty()) {
      for (String path : trained) {
        ordered.put(path + "/momentum", Array.zeros(config.shape(path), config.type()));
      }
    }
    return ordered;
  }
}
