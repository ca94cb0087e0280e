package io.github.lmu4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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
  @ValueSource(strings = {"TrainSequences", "PlainTensorFlow", "LoadAndPredict"})
  void readmeQuotesTheExample(String name) throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/github/lmu4j/examples/" + name + ".java"));
    String quoted =
        source
            .substring(
                source.indexOf("// README begins\n") + "// README begins\n".length(),
                source.indexOf("    // README ends"))
            .indent(-4);
    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + quoted + "```");
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
}
