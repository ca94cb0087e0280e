package io.github.lmu4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.SavedModel;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

class TrainMackeyGlassTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"LMU,18246", "HYBRID,17980", "PARALLEL,17582", "LSTM,18026"})
  void networksHaveAbout18000Parameters(MackeyGlassRecipe recipe, int parameters) {
    assertThat(PsMnistModelsTest.weights(recipe.model()).parameters()).isEqualTo(parameters);
  }

  /** 40 steps of training on 16 short series: better than the mean, which scores 1. */
  @Test
  void writesModelHistoryAndPlotAndPrintsTheMeanOverSeeds() throws IOException {
    Path output = folder.resolve("model");
    StringWriter out = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(new StringWriter()),
            "train mackey-glass --variant parallel --seeds 2 --series 16 --steps 250 --epochs 20"
                .concat(" --batch-size 4 --output " + output)
                .split(" "));
    assertThat(code).isZero();
    String[] lines = out.toString().split("\n");
    assertThat(lines).hasSize(4);
    double first = number(lines[0], "seed 0 test NRMSE: ");
    double second = number(lines[1], "seed 1 test NRMSE: ");
    assertThat(lines[2]).isEqualTo("model " + output);
    assertThat(number(lines[3], "test NRMSE: "))
        .isBetween((first + second) / 2 - 1e-4, (first + second) / 2 + 1e-4)
        .isLessThan(0.8);
    assertThat(output).isDirectoryContaining("glob:**/history.csv");
    assertThat(output).isDirectoryContaining("glob:**/mackey-glass.png");
    try (SavedModel model = SavedModel.open(output)) {
      Map<String, Array> forecasts =
          model.run(
              SavedModel.DEFAULT_SIGNATURE,
              Map.of("input", Array.of(Shape.of(2, 40, 1), new float[80])));
      assertThat(forecasts)
          .hasEntrySatisfying(
              "forecast", array -> assertThat(array.shape()).isEqualTo(Shape.of(2, 40, 1)));
    }
  }

  private static double number(String line, String label) {
    assertThat(line).startsWith(label);
    return Double.parseDouble(line.substring(label.length()));
  }
}
