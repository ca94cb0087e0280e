package io.github.lmu4j.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Columns of numbers from a fixture: a first line with their names, then values between commas. */
public final class Csv {

  private final List<String> names;
  private final List<String> rows;

  private Csv(List<String> names, List<String> rows) {
    this.names = names;
    this.rows = rows;
  }

  /** Reads a file below models/fixtures. */
  public static Csv fixture(String path) {
    try {
      List<String> lines = Files.readAllLines(Path.of("models", "fixtures").resolve(path));
      return new Csv(Arrays.asList(lines.get(0).split(",", -1)), lines.subList(1, lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The values under a name. */
  public double[] column(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no column " + name + " among " + names);
    }
    return rows.stream()
        .mapToDouble(row -> Double.parseDouble(row.split(",", -1)[index]))
        .toArray();
  }

  /** The values under a name, which are whole numbers. */
  public int[] integers(String name) {
    return Arrays.stream(column(name)).mapToInt(value -> Math.toIntExact((long) value)).toArray();
  }
}
