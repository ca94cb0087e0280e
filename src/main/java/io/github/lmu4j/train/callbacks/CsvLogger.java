package io.github.lmu4j.train.callbacks;

import io.github.lmu4j.io.AtomicFile;
import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.History;
import io.github.lmu4j.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Writes the history as a table of comma-separated values, one row an epoch, anew after each epoch:
 * the file is whole at any time, also after a run is resumed.
 *
 * @param file the file
 */
public record CsvLogger(Path file) implements Callback {

  @Override
  public void onEpochEnd(Trainer trainer, int epoch, Map<String, Double> logs) {
    try {
      byte[] table = table(trainer.history()).getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, out -> out.write(table));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes the table.
   *
   * @param history what was reported
   * @return a line of names that begins with {@code epoch}, and one line an epoch, counted from 0
   */
  public static String table(History history) {
    List<String> names = List.copyOf(history.values().keySet());
    StringBuilder table = new StringBuilder("epoch");
    names.forEach(name -> table.append(',').append(name));
    table.append('\n');
    for (int epoch = 0; epoch < history.epochs(); epoch++) {
      int row = epoch;
      table
          .append(epoch)
          .append(',')
          .append(
              names.stream()
                  .map(name -> Objects.toString(history.get(name).get(row)))
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return table.toString();
  }
}
