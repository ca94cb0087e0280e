package io.github.lmu4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {

  @Test
  void smallModelLearnsToTellSlowFromFast() {
    assertThat(TrainSequences.train(10).get("accuracy")).isGreaterThan(0.9);
  }

  @Test
  void plainTensorFlowLearnsTheDelay() {
    float[] losses = PlainTensorFlow.train(200);
    assertThat(losses[losses.length - 1]).isLessThan(losses[0] / 4);
  }

  /** The code in README is the code that is compiled and tested. */
  @ParameterizedTest
  @ValueSource(strings = {"TrainSequences", "PlainTensorFlow", "LoadAndPredict", "ListenToAStream"})
  void readmeQuotesTheExample(String name) throws IOException {
    assertQuoted("README.md", "README", name);
  }

  @Test
  void pageForRQuotesTheExample() throws IOException {
    assertQuoted("docs/r.md", "docs/r.md", "LmuAsInR");
  }

  private static void assertQuoted(String page, String mark, String name) throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/github/lmu4j/examples/" + name + ".java"));
    String begin = "// " + mark + " begins\n";
    String quoted =
        source
            .substring(
                source.indexOf(begin) + begin.length(), source.indexOf("    // " + mark + " ends"))
            .indent(-4);
    assertThat(Files.readString(Path.of(page))).contains("```java\n" + quoted + "```");
  }

  /** The shapes that R's documentation and tests give; states as of any LSTM behind a memory. */
  @Test
  void layersOfThePageForRHaveItsShapes() {
    assertThat(LmuAsInR.layers().stream().map(LmuAsInR::outputs).map(Object::toString))
        .containsExactly(
            "[[-1, 10]]", "[[-1, 28, 10]]", "[[-1, 28, 10], [-1, 30], [-1, 10], [-1, 10]]");
  }

  /** Foretelling the mean scores 1. */
  @Test
  void foretellMackeyGlassLearns() {
    assertThat(ForetellMackeyGlass.train(8)).isLessThan(0.5);
  }

  @Test
  void spikingNeuronsLearnTheDelay() {
    double[] errors = LearnDelay.learn(60, 3);
    assertThat(errors[2]).isLessThan(0.8 * errors[0]);
  }

  @Test
  void listenToAStreamHearsTheTone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("recording");
    ListenToAStream.record(file, 4);
    List<Float> heard = ListenToAStream.listen(ListenToAStream.train(30), file);
    assertThat(heard).hasSize(40);
    // Half a second of silence, half a second of the tone, and so on; heard at the ends of both.
    for (int half = 0; half < 8; half++) {
      float last = heard.get(half * 5 + 4);
      if (half % 2 == 1) {
        assertThat(last).isGreaterThan(0.7f);
      } else {
        assertThat(last).isLessThan(0.3f);
      }
    }
  }
}
