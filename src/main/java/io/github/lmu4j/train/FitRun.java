package io.github.lmu4j.train;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/** One call of {@code fit}: the loop over epochs and batches, and where it stands. */
final class FitRun {

  private final Trainer trainer;
  private final TrainingState state;
  private final StepRunner steps;
  private final Report report;
  private final Dataset data;
  private final FitOptions options;
  private final ClassWeights classWeights;

  private History history = History.EMPTY;
  private int epoch;
  private long batch;
  private double[] totals;

  FitRun(
      Trainer trainer,
      TrainingState state,
      StepRunner steps,
      Report report,
      Dataset data,
      FitOptions options) {
    this.trainer = trainer;
    this.state = state;
    this.steps = steps;
    this.report = report;
    this.data = data;
    this.options = options;
    classWeights = new ClassWeights(options.classWeights());
    totals = report.zero();
    options.resumed().ifPresent(this::restore);
  }

  private void restore(Checkpoint checkpoint) {
    if (checkpoint.seed() != trainer.seed()) {
      throw new IllegalArgumentException(
          "a run of seed %d cannot be continued by a trainer of seed %d"
              .formatted(checkpoint.seed(), trainer.seed()));
    }
    if (checkpoint.totals().size() != totals.length
        || checkpoint.callbacks().size() != options.callbacks().size()) {
      throw new IllegalArgumentException(
          "a run must be continued with its losses, metrics and callbacks"
              + " (got %d sums instead of %d, %d callbacks instead of %d)"
                  .formatted(
                      totals.length,
                      checkpoint.totals().size(),
                      options.callbacks().size(),
                      checkpoint.callbacks().size()));
    }
    state.assignWeights(checkpoint.weights());
    state.assignOptimizer(checkpoint.optimizer());
    state.assignLayers(checkpoint.states());
    history = checkpoint.history();
    epoch = checkpoint.epoch();
    batch = checkpoint.batch();
    totals = checkpoint.totals().toDoubles();
    for (int i = 0; i < options.callbacks().size(); i++) {
      options.callbacks().get(i).restore(checkpoint.callbacks().get(i));
    }
  }

  History history() {
    return history;
  }

  Checkpoint checkpoint() {
    List<Weights> callbacks = options.callbacks().stream().map(Callback::state).toList();
    return new Checkpoint(
        trainer.seed(),
        state.weights(),
        state.optimizer(),
        state.layers(),
        history,
        epoch,
        batch,
        Array.of(Shape.of(totals.length), totals.clone()),
        callbacks);
  }

  History run() {
    options.callbacks().forEach(callback -> callback.onTrainBegin(trainer, options));
    while (epoch < options.epochs() && !trainer.isStopping()) {
      if (runEpoch()) {
        endEpoch();
      }
      options.checkpoint().ifPresent(this::write);
    }
    state.assignAverages();
    options.callbacks().forEach(callback -> callback.onTrainEnd(trainer));
    return history;
  }

  private void write(Path file) {
    try {
      checkpoint().write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells whether the epoch came to its end. */
  private boolean runEpoch() {
    OptionalLong order =
        options.shuffle() ? OptionalLong.of(31 * trainer.seed() + epoch) : OptionalLong.empty();
    OptionalLong count = data.batchCount(options.batchSize());
    try (Stream<Batch> batches = data.batches(options.batchSize(), order)) {
      for (Iterator<Batch> rest = batches.skip(batch).iterator(); rest.hasNext(); ) {
        Batch next = classWeights.apply(rest.next(), steps.hasSparseTarget());
        report.add(totals, steps.train(next), next.size());
        batch++;
        Progress progress = new Progress(epoch, batch, count, () -> report.logs(totals, ""));
        options.callbacks().forEach(callback -> callback.onBatchEnd(trainer, progress));
        if (trainer.isStopping() && rest.hasNext()) {
          return false;
        }
      }
    }
    return true;
  }

  private void endEpoch() {
    Map<String, Double> logs = new LinkedHashMap<>(report.logs(totals, ""));
    options
        .validation()
        .ifPresent(held -> logs.putAll(trainer.evaluate(held, options.batchSize(), "val_")));
    history = history.with(logs);
    int ended = epoch++;
    batch = 0;
    totals = report.zero();
    options.callbacks().forEach(callback -> callback.onEpochEnd(trainer, ended, logs));
  }
}
