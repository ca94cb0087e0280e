package io.github.lmu4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long and how to train.
 *
 * <pre>{@code
 * trainer.fit(data, FitOptions.epochs(60).withBatchSize(100).withValidation(heldOut));
 * }</pre>
 *
 * @param epochs passes over the data, at least 1
 * @param batchSize samples a step, at least 1
 * @param shuffle whether each epoch has an order of its own
 * @param validation evaluated after each epoch
 * @param classWeights what samples of a class count; classes without a number count 1
 * @param callbacks called in this order
 */
public record FitOptions(
    int epochs,
    int batchSize,
    boolean shuffle,
    Optional<Dataset> validation,
    Map<Integer, Double> classWeights,
    List<Callback> callbacks) {

  /** Keras' default number of samples a step. */
  public static final int BATCH_SIZE = 32;

  /** Checks the numbers and takes copies. */
  public FitOptions {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1 (got %d)".formatted(epochs));
    }
    requireBatchSize(batchSize);
    classWeights = Map.copyOf(classWeights);
    callbacks = List.copyOf(callbacks);
  }

  static void requireBatchSize(int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "batchSize must be at least 1 (got %d)".formatted(batchSize));
    }
  }

  /**
   * Shuffled batches of 32 without validation.
   *
   * @param epochs passes over the data, at least 1
   * @return options
   */
  public static FitOptions epochs(int epochs) {
    return new FitOptions(epochs, BATCH_SIZE, true, Optional.empty(), Map.of(), List.of());
  }

  /**
   * Sets the number of samples a step.
   *
   * @param value at least 1
   * @return new options
   */
  public FitOptions withBatchSize(int value) {
    return new FitOptions(epochs, value, shuffle, validation, classWeights, callbacks);
  }

  /**
   * Sets whether each epoch has an order of its own.
   *
   * @param value whether to shuffle
   * @return new options
   */
  public FitOptions withShuffle(boolean value) {
    return new FitOptions(epochs, batchSize, value, validation, classWeights, callbacks);
  }

  /**
   * Sets what is evaluated after each epoch.
   *
   * @param data the held-out samples
   * @return new options
   */
  public FitOptions withValidation(Dataset data) {
    return new FitOptions(epochs, batchSize, shuffle, Optional.of(data), classWeights, callbacks);
  }

  /**
   * Sets what samples of a class count, in training alone.
   *
   * @param weights weight by class number
   * @return new options
   */
  public FitOptions withClassWeights(Map<Integer, Double> weights) {
    return new FitOptions(epochs, batchSize, shuffle, validation, weights, callbacks);
  }

  /**
   * Adds callbacks.
   *
   * @param added called after those that are there
   * @return new options
   */
  public FitOptions withCallbacks(Callback... added) {
    List<Callback> all = new ArrayList<>(callbacks);
    all.addAll(List.of(added));
    return new FitOptions(epochs, batchSize, shuffle, validation, classWeights, all);
  }
}
