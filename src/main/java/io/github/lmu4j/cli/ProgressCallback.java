package io.github.lmu4j.cli;

import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.Progress;
import io.github.lmu4j.train.Trainer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows epochs, loss, metrics and the time left on standard error. */
final class ProgressCallback implements Callback, AutoCloseable {

  /** Between two looks at the loss, so that showing it costs next to nothing. */
  private static final long INTERVAL_NANOS = 500_000_000;

  private final int epochs;
  private final ProgressBar bar;
  private long next;

  ProgressCallback(int epochs) {
    this.epochs = epochs;
    bar =
        new ProgressBarBuilder()
            .setTaskName("training")
            .setStyle(ProgressBarStyle.ASCII)
            .setInitialMax(-1)
            .setUpdateIntervalMillis(500)
            .continuousUpdate()
            .build();
  }

  @Override
  public void onBatchEnd(Trainer trainer, Progress progress) {
    if (progress.batches().isPresent()) {
      long batches = progress.batches().getAsLong();
      bar.maxHint(epochs * batches);
      bar.stepTo(progress.epoch() * batches + progress.batch());
    } else {
      bar.step();
    }
    if (System.nanoTime() >= next) {
      bar.setExtraMessage(message(progress.epoch(), progress.logs().get()));
      next = System.nanoTime() + INTERVAL_NANOS;
    }
  }

  @Override
  public void onEpochEnd(Trainer trainer, int epoch, Map<String, Double> logs) {
    bar.setExtraMessage(message(epoch, logs));
  }

  private String message(int epoch, Map<String, Double> logs) {
    return logs.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%s %.4f", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(" ", " epoch " + (epoch + 1) + "/" + epochs + " ", ""));
  }

  @Override
  public void close() {
    bar.close();
  }
}
