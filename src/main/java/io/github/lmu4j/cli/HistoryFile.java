package io.github.lmu4j.cli;

import io.github.lmu4j.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loss and metrics of every epoch as a table of comma-separated values. */
final class HistoryFile {

  private HistoryFile() {}

  static void write(Path file, History history) throws IOException {
    List<String> names = List.copyOf(history.values().keySet());
    List<String> lines = new ArrayList<>();
    lines.add("epoch," + String.join(",", names));
    int epochs = names.isEmpty() ? 0 : history.get(names.get(0)).size();
    for (int epoch = 0; epoch < epochs; epoch++) {
      StringBuilder line = new StringBuilder().append(epoch + 1);
      for (String name : names) {
        line.append(',').append(history.get(name).get(epoch));
      }
      lines.add(line.toString());
    }
    Files.write(file, lines);
  }
}
