package io.github.lmu4j.io;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a model file holds.
 *
 * @param config the model's configuration
 * @param weights its weights
 * @param format what file it was
 * @param version of what wrote it, where the file says so
 * @param optimizer how it was trained, where the file says so
 * @param loss what was made small, where the file says so: a name, or Keras' object as a map; a map
 *     or list of those where each output has its own
 * @param notes what else is to be said of the file, such as what each of its arrays became: texts,
 *     numbers, truth values, and lists and maps of them
 */
public record LoadedModel(
    KerasConfig config,
    Weights weights,
    String format,
    Optional<String> version,
    Optional<SavedOptimizer> optimizer,
    Optional<Object> loss,
    Map<String, Object> notes) {

  /** Takes a copy that keeps the order. */
  public LoadedModel {
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /**
   * A file of which nothing else is to be said.
   *
   * @param config the model's configuration
   * @param weights its weights
   * @param format what file it was
   * @param version of what wrote it, where the file says so
   * @param optimizer how it was trained, where the file says so
   */
  public LoadedModel(
      KerasConfig config,
      Weights weights,
      String format,
      Optional<String> version,
      Optional<SavedOptimizer> optimizer) {
    this(config, weights, format, version, optimizer, Optional.empty(), Map.of());
  }

  static LoadedModel of(KerasConfig config, Weights weights, String format) {
    return new LoadedModel(config, weights, format, Optional.empty(), Optional.empty());
  }

  /**
   * A model that was made here, ready to be written.
   *
   * @param model the model
   * @param weights its weights
   * @param type the dtype that it computes in: float32 or float64
   * @return the model with its configuration in the form of Keras 3
   */
  public static LoadedModel of(Model model, Weights weights, DType type) {
    return of(KerasConfig.of(model, type), weights, "lmu4j");
  }

  /**
   * The same model with other weights.
   *
   * @param values weights of the same paths
   * @return a model of the same configuration
   */
  public LoadedModel withWeights(Weights values) {
    return new LoadedModel(config, values, format, version, optimizer, loss, notes);
  }

  /**
   * The same model as it was trained here.
   *
   * @param by the optimizer with its state
   * @param minimized the loss in Keras' form: a name, or a map of {@code class_name} and {@code
   *     config}
   * @return a model that training can go on from
   */
  public LoadedModel trained(SavedOptimizer by, Object minimized) {
    return new LoadedModel(
        config, weights, format, version, Optional.of(by), Optional.of(minimized), notes);
  }

  /**
   * The model.
   *
   * @return the model
   */
  public Model model() {
    return config.model();
  }

  /**
   * The dtype that the model computes in.
   *
   * @return float32 or float64
   */
  public DType type() {
    return config.type();
  }

  /**
   * Describes the model for people and programs.
   *
   * @return a tree of maps, lists, texts, numbers and truth values
   */
  public Map<String, Object> describe() {
    return new ModelDescription(this).tree();
  }
}
