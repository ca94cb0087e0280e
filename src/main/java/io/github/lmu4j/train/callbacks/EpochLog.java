package io.github.lmu4j.train.callbacks;

import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.Trainer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line to the log after each epoch. */
public record EpochLog() implements Callback {

  private static final Logger LOG = LoggerFactory.getLogger(EpochLog.class);

  @Override
  public void onEpochEnd(Trainer trainer, int epoch, Map<String, Double> logs) {
    if (LOG.isInfoEnabled()) {
      LOG.info("epoch {}: {}", epoch + 1, line(logs));
    }
  }

  private static String line(Map<String, Double> logs) {
    return logs.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%s %.4g", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
