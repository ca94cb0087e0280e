package io.github.lmu4j.train;

import java.nio.file.Path;
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
 * @param checkpoint where to write a checkpoint, after each epoch and where training is stopped
 * @param resumed the checkpoint of a run that is to be continued
 */
public record FitOptions(
    int epochs,
    int batchSize,
    boolean shuffle,
    Optional<Dataset> validation,
    Map<Integer, Double> classWeights,
    List<Callback> callbacks,
    Optional<Path> checkpoint,
    Optional<Checkpoint> resumed) {

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
    return new FitOptions(
        epochs,
        BATCH_SIZE,
        true,
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Sets the number of samples a step.
   *
   * @param value at least 1
   * @return new options
   */
  public FitOptions withBatchSize(int value) {
    return new FitOptions(
        epochs, value, shuffle, validation, classWeights, callbacks, checkpoint, resumed);
  }

  /**
   * Sets whether each epoch has an order of its own.
   *
   * @param value whether to shuffle
   * @return new options
   */
  public FitOptions withShuffle(boolean value) {
    return new FitOptions(
        epochs, batchSize, value, validation, classWeights, callbacks, checkpoint, resumed);
  }

  /**
   * Sets what is evaluated after each epoch.
   *
   * @param data the held-out samples
   * @return new options
   */
  public FitOptions withValidation(Dataset data) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        Optional.of(data),
        classWeights,
        callbacks,
        checkpoint,
        resumed);
  }

  /**
   * Sets what samples of a class count, in training alone.
   *
   * @param weights weight by class number
   * @return new options
   */
  public FitOptions withClassWeights(Map<Integer, Double> weights) {
    return new FitOptions(
        epochs, batchSize, shuffle, validation, weights, callbacks, checkpoint, resumed);
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
    return new FitOptions(
        epochs, batchSize, shuffle, validation, classWeights, all, checkpoint, resumed);
  }

  /**
   * Sets where to write a checkpoint: after each epoch, and where training is stopped.
   *
   * @param file replaced as a whole each time
   * @return new options
   */
  public FitOptions withCheckpoint(Path file) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        validation,
        classWeights,
        callbacks,
        Optional.of(file),
        resumed);
  }

  /**
   * Continues a run.
   *
   * @param value a checkpoint of a run with otherwise the same options, or with fewer epochs
   * @return new options
   */
  public FitOptions resume(Checkpoint value) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        validation,
        classWeights,
        callbacks,
        checkpoint,
        Optional.of(value));
  }
}
