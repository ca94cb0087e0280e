package io.github.lmu4j.testing;

import io.github.lmu4j.testing.Differences.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of what agrees with Keras, and how well: a row for each case, a column for each form.
 */
public final class Compatibility {

  private final Map<String, Row> rows = new TreeMap<>();

  private static final class Row {

    private final Map<Form, Differences> measured = new EnumMap<>(Form.class);
    private final Map<Form, String> keras = new EnumMap<>(Form.class);
    private final TreeSet<String> reasons = new TreeSet<>();
  }

  /**
   * Adds what was measured of one form of a case.
   *
   * @param fixture name of the case
   * @param form the form that was read
   * @param differences what was compared
   * @param reasons why bounds are wider than usual
   */
  public synchronized void add(
      String fixture, Form form, Differences differences, List<String> reasons) {
    Row row = rows.computeIfAbsent(fixture, name -> new Row());
    row.measured.put(form, differences);
    row.reasons.addAll(reasons);
  }

  /**
   * Adds what Keras itself said of the forms of a case.
   *
   * @param folder the case
   */
  public synchronized void addKeras(Path folder) {
    Row row = rows.computeIfAbsent(Fixture.name(folder), name -> new Row());
    Map<String, String> forms = Provenance.of(folder).forms();
    for (Form form : Form.values()) {
      Optional.ofNullable(forms.get(form.key())).ifPresent(told -> row.keras.put(form, told));
    }
  }

  /**
   * Writes the table, with a summary before it.
   *
   * @param file a file of Markdown
   * @throws IOException if it cannot be written
   */
  public synchronized void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Compatibility
        Largest difference from Keras' numbers, relative to the largest of them: outputs in both
        modes, loss and states / gradients / weights and losses after five steps of SGD and of Adam.
        A form that holds the very model and weights of another shares its numbers.

        """);
    for (String world : List.of("keras2", "keras3")) {
      summarize(world, text);
    }
    text.append("\n| case |");
    for (Form form : Form.values()) {
      text.append(' ').append(form.key()).append(" |");
    }
    text.append(" remarks |\n|---|").append("---|".repeat(Form.values().length + 1)).append('\n');
    rows.forEach((name, row) -> append(name, row, text));
    text.append(
        "\n`size`: Keras saves and reads it; left out of the fixtures to keep them small.\n");
    Files.createDirectories(Path.of("target"));
    Files.writeString(file, text);
  }

  private void summarize(String world, StringBuilder text) {
    text.append("| %s | cases | float32 | float64 |\n|---|---|---|---|\n".formatted(world));
    for (Form form : Form.values()) {
      List<Differences> single = measured(world, form, false);
      List<Differences> precise = measured(world, form, true);
      int cases = single.size() + precise.size();
      if (cases > 0) {
        text.append(
            "| %s | %d | %s | %s |\n".formatted(form.key(), cases, cell(single), cell(precise)));
      }
    }
    text.append('\n');
  }

  private List<Differences> measured(String world, Form form, boolean inFloat64) {
    return rows.entrySet().stream()
        .filter(row -> row.getKey().startsWith(world + "/"))
        .filter(row -> row.getKey().endsWith("-float64") == inFloat64)
        .flatMap(row -> Stream.ofNullable(row.getValue().measured.get(form)))
        .toList();
  }

  private static void append(String name, Row row, StringBuilder text) {
    text.append("| ").append(name).append(" |");
    TreeSet<String> remarks = new TreeSet<>(row.reasons);
    for (Form form : Form.values()) {
      String told = row.keras.getOrDefault(form, "");
      Differences differences = row.measured.get(form);
      String cell = differences == null ? "" : cell(List.of(differences));
      if (cell.isEmpty() && !told.isEmpty()) {
        cell = told.startsWith("cannot save") ? "Keras cannot" : "size";
      }
      if (!told.isEmpty() && !told.startsWith("ok")) {
        String error = told.replace(", not kept: size", "").replace('|', '/');
        remarks.add("Keras, %s: %s".formatted(form.key(), error));
      }
      text.append(' ').append(cell).append(" |");
    }
    text.append(' ').append(String.join("; ", remarks)).append(" |\n");
  }

  private static String cell(List<Differences> all) {
    return Arrays.stream(Kind.values())
        .map(
            kind ->
                all.stream()
                    .map(each -> each.largest(kind))
                    .flatMapToDouble(OptionalDouble::stream)
                    .max())
        .filter(OptionalDouble::isPresent)
        .map(largest -> "%.0e".formatted(largest.getAsDouble()))
        .collect(Collectors.joining(" / "));
  }
}
