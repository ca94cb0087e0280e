package io.github.lmu4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.ChildJvm;
import io.github.lmu4j.testing.Fixture;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCommandTest {

  private static final Path CASE = Path.of("models", "fixtures", "keras3", "lmu-theta-everything");

  @TempDir Path folder;

  /** The command in a process of its own, at the other ends of its pipes. */
  private static Process start(Path errors, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("stream"));
    arguments.addAll(List.of(options));
    return ChildJvm.of(List.of(), Main.class, arguments).redirectError(errors.toFile()).start();
  }

  private static String line(Array x, int t) {
    int size = (int) x.shape().get(2);
    StringJoiner line = new StringJoiner(" ");
    for (int i = 0; i < size; i++) {
      line.add(Float.toString((float) x.doubleAt(t * size + i)));
    }
    return line.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.keras", "model.h5", "model.weights.h5"})
  @Timeout(120)
  void answersEachLineBeforeTheNextIsSent(String file) throws IOException, InterruptedException {
    Fixture fixture = Fixture.read(CASE);
    Array x = fixture.list("x").get(0);
    Array y = fixture.list("y").get(0);
    int steps = (int) x.shape().get(1);
    int size = (int) y.shape().get(-1);
    String[] options = {"--model", CASE.resolve(file).toString()};
    if (file.endsWith(".weights.h5")) {
      options = new String[] {options[0], options[1], "--config", CASE + "/config.json"};
    }
    Process process = start(folder.resolve("errors"), options);
    String answer = "";
    try (BufferedWriter in = process.outputWriter();
        BufferedReader out = process.inputReader()) {
      for (int t = 0; t < steps; t++) {
        in.write(line(x, t) + "\n");
        in.flush();
        // Blocks for ever if the command waits for more.
        answer = out.readLine();
        in.write("nonsense\n");
        in.flush();
        assertThat(out.readLine()).isEmpty();
      }
    }
    assertThat(process.waitFor()).isZero();
    boolean sequence = y.shape().numDimensions() == 3;
    String[] numbers = answer.split(",");
    assertThat(numbers).hasSize(size);
    for (int i = 0; i < size; i++) {
      double expected = y.doubleAt(sequence ? (steps - 1) * size + i : i);
      assertThat(Double.parseDouble(numbers[i])).isCloseTo(expected, within(1e-5));
    }
    assertThat(Files.readString(folder.resolve("errors")))
        .contains("line 2: expected")
        .contains("nonsense");
  }

  @Test
  @Timeout(120)
  void stateFileGoesOn() throws IOException, InterruptedException {
    Array x = Fixture.read(CASE).list("x").get(0);
    int steps = (int) x.shape().get(1);
    String whole = stream(x, 0, steps, "whole");
    String first = stream(x, 0, 3, "parts");
    String second = stream(x, 3, steps, "parts");
    assertThat(first + second).isEqualTo(whole);
    Files.write(folder.resolve("parts"), new byte[50]);
    Process process = start(folder.resolve("errors"), options("parts"));
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("errors")))
        .contains("parts: a snapshot must begin as one does");
  }

  private String[] options(String state) {
    return new String[] {
      "--model", CASE.resolve("model.keras").toString(), "--state", folder.resolve(state).toString()
    };
  }

  private String stream(Array x, int from, int to, String state)
      throws IOException, InterruptedException {
    Process process = start(folder.resolve("errors"), options(state));
    try (BufferedWriter in = process.outputWriter()) {
      for (int t = from; t < to; t++) {
        in.write(line(x, t) + "\n");
      }
    }
    try (BufferedReader out = process.inputReader()) {
      StringBuilder answers = new StringBuilder();
      out.lines().forEach(line -> answers.append(line).append('\n'));
      assertThat(process.waitFor()).isZero();
      return answers.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,2.5,-3e-2", " 1\t2.5  -3e-2 ", "[1, 2.5, -3e-2]", "1; 2.5 ;-3e-2"})
  void numbersAreReadHoweverTheyAreSeparated(String line) {
    assertThat(SampleLine.parse(line, 3).numbers()).containsExactly(1, 2.5, -0.03);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2     | expected 3 numbers, found 2 in '1,2'",
        "''      | expected 3 numbers, found 0 in ''",
        "[]      | expected 3 numbers, found 0 in '[]'",
        "1,,2    | expected a number, found '' in '1,,2'",
        "1,2,x   | expected a number, found 'x' in '1,2,x'",
        "1,NaN,2 | expected a finite number, found 'NaN' in '1,NaN,2'",
        "1,2,1e999 | expected a finite number, found '1e999' in '1,2,1e999'"
      })
  void badLinesSayWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> SampleLine.parse(line, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void answersHaveTheFormOfTheirQuestions() {
    double[] values = {0.1f, -2};
    assertThat(SampleLine.parse("1", 1).answer(values, DType.FLOAT32)).isEqualTo("0.1,-2.0");
    assertThat(SampleLine.parse("[1]", 1).answer(values, DType.FLOAT32)).isEqualTo("[0.1,-2.0]");
    assertThat(SampleLine.parse("1", 1).answer(values, DType.FLOAT64))
        .isEqualTo("0.10000000149011612,-2.0");
  }
}
