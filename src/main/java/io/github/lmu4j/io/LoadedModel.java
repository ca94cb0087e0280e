package io.github.lmu4j.io;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
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
 */
public record LoadedModel(
    KerasConfig config,
    Weights weights,
    String format,
    Optional<String> version,
    Optional<SavedOptimizer> optimizer) {

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
