package io.github.lmu4j.testing;

import io.github.lmu4j.testing.Differences.WiderBound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of what agrees with Keras, and how well. */
public final class Compatibility {

  private final Map<String, String> rows = new TreeMap<>();

  /**
   * Adds a row with the largest difference of every kind.
   *
   * @param fixture name of the case
   * @param form the file that was read
   * @param differences what was compared
   * @param wider bounds that are wider than usual
   */
  public synchronized void add(
      String fixture, String form, Differences differences, List<WiderBound> wider) {
    String cells =
        Arrays.stream(Differences.Kind.values())
            .map(differences::largest)
            .map(found -> found.isPresent() ? "%.1e".formatted(found.getAsDouble()) : "")
            .collect(Collectors.joining(" | "));
    String reasons =
        wider.stream().map(WiderBound::reason).distinct().collect(Collectors.joining("; "));
    rows.put("| %s | %s".formatted(fixture, form), " | %s | %s |\n".formatted(cells, reasons));
  }

  /**
   * Writes the table.
   *
   * @param file a file of Markdown
   * @throws IOException if it cannot be written
   */
  public synchronized void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("| case | form | outputs | gradients | training | why not closer |\n");
    text.append("|---|---|---|---|---|---|\n");
    rows.forEach((name, cells) -> text.append(name).append(cells));
    Files.createDirectories(Path.of("target"));
    Files.writeString(file, text);
  }
}
