package io.github.lmu4j.cli;

import io.github.lmu4j.weights.DType;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** One sample of a stream, as a line of text. */
final class SampleLine {

  private static final Pattern BETWEEN = Pattern.compile("\\s*[,;]\\s*|\\s+");
  private static final int SHOWN = 60;

  private final double[] numbers;
  private final boolean json;

  private SampleLine(double[] numbers, boolean json) {
    this.numbers = numbers;
    this.json = json;
  }

  /** Reads as many finite numbers as there must be. */
  static SampleLine parse(String line, int size) {
    String text = line.strip();
    boolean json = text.startsWith("[") && text.endsWith("]");
    String inner = json ? text.substring(1, text.length() - 1).strip() : text;
    String[] parts = inner.isEmpty() ? new String[0] : BETWEEN.split(inner, -1);
    if (parts.length != size) {
      throw new IllegalArgumentException(
          "expected %d numbers, found %d in '%s'".formatted(size, parts.length, shown(text)));
    }
    double[] numbers = new double[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = number(parts[i], text);
    }
    return new SampleLine(numbers, json);
  }

  private static double number(String part, String text) {
    double number;
    try {
      number = Double.parseDouble(part);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a number, found '%s' in '%s'".formatted(shown(part), shown(text)), e);
    }
    // It would stay in the state for ever.
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "expected a finite number, found '%s' in '%s'".formatted(shown(part), shown(text)));
    }
    return number;
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  double[] numbers() {
    return numbers;
  }

  /** An answer in the form of the question, with the digits that its dtype has. */
  String answer(double[] values, DType type) {
    StringJoiner joiner = json ? new StringJoiner(",", "[", "]") : new StringJoiner(",");
    for (double value : values) {
      joiner.add(type == DType.FLOAT64 ? Double.toString(value) : Float.toString((float) value));
    }
    return joiner.toString();
  }
}
