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
 * @param notes what else is to be said of the file, such as what each of its arrays became: texts,
 *     numbers, truth values, and lists and maps of them
 */
public record LoadedModel(
    KerasConfig config,
    Weights weights,
    String format,
    Optional<String> version,
    Optional<SavedOptimizer> optimizer,
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
    this(config, weights, format, version, optimizer, Map.of());
  }

  static LoadedModel of(KerasConfig config, Weights weights, String format) {
    return new LoadedModel(config, weights, format, Optional.empty(), Optional.empty());
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
