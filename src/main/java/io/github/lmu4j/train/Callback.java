package io.github.lmu4j.train;

import io.github.lmu4j.weights.Weights;
import java.util.Map;

/** Something that looks on, or takes part, while a model is trained. */
public interface Callback {

  /**
   * Called before the first epoch.
   *
   * @param trainer the trainer
   * @param options what {@code fit} was called with
   */
  default void onTrainBegin(Trainer trainer, FitOptions options) {}

  /**
   * Called after each step.
   *
   * @param trainer the trainer
   * @param progress where training stands
   */
  default void onBatchEnd(Trainer trainer, Progress progress) {}

  /**
   * Called after each epoch and its validation.
   *
   * @param trainer the trainer
   * @param epoch the epoch, counted from 0
   * @param logs what is reported of it, by name
   */
  default void onEpochEnd(Trainer trainer, int epoch, Map<String, Double> logs) {}

  /**
   * Called after the last epoch.
   *
   * @param trainer the trainer
   */
  default void onTrainEnd(Trainer trainer) {}

  /**
   * What this callback has to know when a stopped run is resumed.
   *
   * @return arrays by name; none by default
   */
  default Weights state() {
    return Weights.EMPTY;
  }

  /**
   * Takes up a state.
   *
   * @param state what {@link #state} gave
   */
  default void restore(Weights state) {}
}
