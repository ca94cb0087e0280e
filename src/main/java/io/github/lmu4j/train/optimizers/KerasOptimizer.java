package io.github.lmu4j.train.optimizers;

import io.github.lmu4j.io.SavedOptimizer;
import io.github.lmu4j.weights.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Takes over the optimizer of a Keras model file, so that {@code fit} goes on where Keras stopped.
 *
 * <pre>{@code
 * SavedOptimizer saved = loaded.optimizer().orElseThrow();
 * Trainer trainer = Trainer.builder(loaded.model())
 *     .weights(loaded.weights())
 *     .optimizer(KerasOptimizer.config(saved))
 *     .optimizerState(saved.state())
 *     ...
 * }</pre>
 */
public final class KerasOptimizer {

  /** Settings that change no number; or only together with others that are refused. */
  private static final Set<String> NEUTRAL =
      Set.of("name", "jit_compile", "is_legacy_optimizer", "ema_momentum");

  private final String className;
  private final Map<String, Object> left;

  private KerasOptimizer(SavedOptimizer saved) {
    className = saved.className();
    left = new HashMap<>(saved.settings());
    left.keySet().removeAll(NEUTRAL);
  }

  /**
   * The settings of an optimizer.
   *
   * @param saved what a model file holds
   * @return settings that do the same
   * @throws IllegalArgumentException if there is no such optimizer here, or a setting is not
   *     supported
   */
  public static OptimizerConfig config(SavedOptimizer saved) {
    return new KerasOptimizer(saved).config();
  }

  /**
   * The optimizer as model files of Keras hold it, so that Keras goes on where training stopped. A
   * schedule is not kept, only the rate that it has reached; nor are the weights that do not decay.
   *
   * @param config its settings
   * @param rate the learning rate of the next step
   * @param state its variables
   * @return settings by Keras' names; without the state of Nadam, which is another here
   */
  public static SavedOptimizer saved(OptimizerConfig config, double rate, Weights state) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", config.rule().kerasName());
    settings.put("learning_rate", rate);
    if (config.weightDecay() > 0) {
      settings.put("weight_decay", config.weightDecay());
    }
    settings.putAll(config.clipping().kerasArguments());
    settings.put("use_ema", config.averageMomentum().isPresent());
    config.averageMomentum().ifPresent(momentum -> settings.put("ema_momentum", momentum));
    settings.putAll(config.rule().kerasArguments());
    boolean decays = config.weightDecay() > 0;
    String className = config.rule().kerasClass();
    return new SavedOptimizer(
        className.equals("Adam") && decays ? "AdamW" : className,
        settings,
        className.equals("Nadam") ? Weights.EMPTY : state);
  }

  private OptimizerConfig config() {
    UpdateRule rule = rule();
    OptimizerConfig config = OptimizerConfig.of(rule, number("learning_rate", 0.001));
    config = config.withWeightDecay(number("weight_decay", 0)).withClipping(clipping());
    if (truth("use_ema")) {
      throw new IllegalArgumentException(
          "an optimizer that keeps averages (use_ema) cannot be continued (got true)");
    }
    left.remove("ema_overwrite_frequency");
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "optimizer %s is not supported with the settings %s".formatted(className, left));
    }
    return config;
  }

  private UpdateRule rule() {
    return switch (className) {
      case "SGD" -> new Sgd(number("momentum", 0), truth("nesterov"));
      case "Adam", "AdamW" ->
          new Adam(
              number("beta_1", 0.9),
              number("beta_2", 0.999),
              number("epsilon", 1e-7),
              truth("amsgrad"));
      case "RMSprop" ->
          new RmsProp(
              number("rho", 0.9),
              number("momentum", 0),
              number("epsilon", 1e-7),
              truth("centered"));
      // Of its state nothing is read: it begins anew.
      case "Nadam" ->
          new Nadam(number("beta_1", 0.9), number("beta_2", 0.999), number("epsilon", 1e-7));
      case "Adagrad" ->
          new Adagrad(number("initial_accumulator_value", 0.1), number("epsilon", 1e-7));
      default ->
          throw new IllegalArgumentException(
              "optimizer must be one of SGD, Adam, AdamW, Nadam, RMSprop, Adagrad (got %s)"
                  .formatted(className));
    };
  }

  private Clipping clipping() {
    double value = number("clipvalue", 0);
    double norm = number("clipnorm", 0);
    double global = number("global_clipnorm", 0);
    if (global > 0) {
      return new Clipping.ByGlobalNorm(global);
    }
    if (norm > 0) {
      return new Clipping.ByNorm(norm);
    }
    return value > 0 ? new Clipping.ByValue(value) : Clipping.NONE;
  }

  private double number(String key, double otherwise) {
    Object found = left.remove(key);
    if (found == null) {
      return otherwise;
    }
    if (found instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("%s must be a number (got %s)".formatted(key, found));
  }

  private boolean truth(String key) {
    Object found = left.remove(key);
    if (found == null || found instanceof Boolean) {
      return Boolean.TRUE.equals(found);
    }
    throw new IllegalArgumentException("%s must be true or false (got %s)".formatted(key, found));
  }
}
