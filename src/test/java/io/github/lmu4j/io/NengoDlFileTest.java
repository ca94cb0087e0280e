package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.testing.Difference;
import io.github.lmu4j.testing.MeasuredModel;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Networks that NengoDL saved give its logits, gradients and training, and are written back. */
class NengoDlFileTest {

  private static final Path FIXTURES = Path.of("models", "fixtures", "nengodl");
  private static final Loss LOSS = new SparseCategoricalCrossentropy(true);
  private static final int ADAM_STEPS = 10;

  @TempDir Path folder;

  static List<Path> cases() throws IOException {
    try (Stream<Path> paths = Files.list(FIXTURES)) {
      return paths.sorted().toList();
    }
  }

  private static Path file(Path fixture) {
    return fixture.resolve("lmu_params.npz");
  }

  private static Array get(Map<String, Array> arrays, String key) {
    return Objects.requireNonNull(arrays.get(key), key);
  }

  /** What stands in data.npz in place of the trained arrays, under this library's paths. */
  private Weights inPlaceOfWeights(Path fixture, String key) throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>(Npz.read(file(fixture)));
    Npz.read(fixture.resolve("data.npz"))
        .forEach(
            (name, array) -> {
              if (name.startsWith(key + "/")) {
                arrays.put(name.substring(key.length() + 1), array);
              }
            });
    return NengoDlFile.read(write(arrays)).weights();
  }

  private Path write(Map<String, Array> arrays) throws IOException {
    Path file = folder.resolve("written.npz");
    Npz.write(file, arrays);
    return file;
  }

  private static void assertAllClose(Weights actual, Weights expected, double bound) {
    assertThat(actual.paths()).containsExactlyInAnyOrderElementsOf(expected.paths());
    expected
        .values()
        .forEach(
            (path, array) ->
                assertThat(Difference.relative(actual.get(path), array))
                    .as(path)
                    .isLessThan(bound));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsLossAndGradientsAreNengoDls(Path fixture) throws IOException {
    LoadedModel loaded = ModelFile.read(file(fixture));
    Map<String, Array> data = Npz.read(fixture.resolve("data.npz"));
    MeasuredModel found =
        MeasuredModel.of(
            loaded.model(),
            loaded.type(),
            loaded.weights(),
            List.of(get(data, "x")),
            List.of(get(data, "labels")),
            LOSS);

    assertThat(Difference.relative(found.outputs().get(0), get(data, "y"))).isLessThan(1e-5);
    assertThat(Difference.relative(found.loss().get(0), get(data, "loss"))).isLessThan(1e-5);
    assertAllClose(found.gradients(), inPlaceOfWeights(fixture, "gradient"), 1e-4);
    assertThat(Difference.relative(found.inputGradients().get(0), get(data, "gradient_x")))
        .isLessThan(1e-4);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tenStepsOfAdamAreNengoDls(Path fixture) throws IOException {
    LoadedModel loaded = NengoDlFile.read(file(fixture));
    Map<String, Array> data = Npz.read(fixture.resolve("data.npz"));
    Array x = get(data, "x");
    try (Trainer trainer =
        Trainer.builder(loaded.model())
            .weights(loaded.weights())
            .optimizer(OptimizerConfig.adam(0.01))
            .loss(LOSS)
            .build()) {
      List<Double> losses =
          trainer
              .fit(
                  Dataset.of(x, get(data, "labels")),
                  FitOptions.epochs(ADAM_STEPS)
                      .withBatchSize((int) x.shape().get(0))
                      .withShuffle(false))
              .get("loss");
      double[] found = losses.stream().mapToDouble(loss -> loss).toArray();
      assertThat(
              Difference.relative(Array.of(Shape.of(ADAM_STEPS), found), get(data, "adam_losses")))
          .isLessThan(1e-4);
      assertAllClose(trainer.weights(), inPlaceOfWeights(fixture, "adam"), 1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsWrittenIsTheFile(Path fixture) throws IOException {
    Path written = folder.resolve("again.npz");
    NengoDlFile.write(written, NengoDlFile.read(file(fixture)));

    assertThat(Npz.read(written)).containsExactlyEntriesOf(Npz.read(file(fixture)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "units-below-order   | W_m (9, 12)  | zoh of theta 20.0 |",
        "units-above-order   | W_h (9, 9)   | zoh of theta 15.5 |",
        "units-equal-order   | W_m (9, 9)   | zoh of theta 20.0 | [W_m before W_h, both [9, 9]]",
        "read-out-first      | W_o (11, 5)  | zoh of theta 8.0  |",
        "several-inputs      | W_m (7, 8)   | zoh of theta 15.0 |",
      })
  void descriptionNamesEveryArrayAndWhatDecided(
      String name, String first, String window, String rules) throws IOException {
    Map<String, Object> described = ModelFile.describe(file(FIXTURES.resolve(name)), false);

    assertThat(described)
        .containsEntry("format", "NengoDL parameters (.npz)")
        .containsEntry("trainable here", true);
    assertThat(described.get("A and B")).asString().startsWith(window);
    Map<?, ?> arrays = (Map<?, ?>) Objects.requireNonNull(described.get("arrays"));
    assertThat(arrays).hasSize(7);
    assertThat(arrays.get("arr_0")).asString().startsWith(first + ", ");
    assertThat(arrays.get("arr_6"))
        .asString()
        .startsWith("B (")
        .endsWith("input of the memory, fixed");
    assertThat(described.getOrDefault("told apart by their order", ""))
        .hasToString(rules == null ? "" : rules);
  }

  @Test
  void readOutIsTheUpperPartWhereItIsJoined() throws IOException {
    Map<String, Object> described =
        ModelFile.describe(file(FIXTURES.resolve("units-equal-classes")), false);

    Map<?, ?> arrays = (Map<?, ?>) Objects.requireNonNull(described.get("arrays"));
    assertThat(arrays.get("arr_0[0:6]")).hasToString("W_o (6, 6), hidden units to logits");
    assertThat(arrays.get("arr_0[6:12]")).hasToString("W_h (6, 6), hidden units to themselves");
  }

  /** Longer than any window, and with matrices that are no Legendre memory's. */
  @Test
  void matricesOfTheFileAreUsedAsTheyAre() throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>(Npz.read(file(cases().get(0))));
    Array a = Array.of(Shape.of(3, 3), 0.5f, 0.1f, 0, -0.2f, 0.7f, 0.3f, 0, 0.1f, 0.9f);
    arrays.put("arr_5", a);
    LoadedModel loaded = NengoDlFile.read(write(arrays));

    assertThat(loaded.describe().get("A and B")).asString().contains("used as they are");
    float[] x = new float[200];
    Arrays.fill(x, 0.3f);
    double[] expected = logits(arrays, x);
    try (Predictor predictor = Predictor.of(loaded.model(), loaded.weights())) {
      Array y = predictor.predict(Array.of(Shape.of(1, 200, 1), x));
      assertThat(Difference.relative(y, Array.of(Shape.of(1, expected.length), expected)))
          .isLessThan(1e-5);
    }
    Path again = folder.resolve("again.npz");
    NengoDlFile.write(again, loaded);
    assertThat(Npz.read(again)).containsExactlyEntriesOf(arrays);
  }

  /** The formulas, for the arrays of read-out-first. */
  private static double[] logits(Map<String, Array> arrays, float[] xs) {
    double[] m = new double[3];
    double[] h = new double[5];
    for (float x : xs) {
      double u = get(arrays, "arr_4").doubleAt(0) * x;
      m = sum(times(get(arrays, "arr_5"), m), times(get(arrays, "arr_6"), new double[] {u}));
      double[] seen =
          sum(times(get(arrays, "arr_3"), new double[] {x}), times(get(arrays, "arr_2"), m));
      h = Arrays.stream(sum(seen, times(get(arrays, "arr_1"), h))).map(Math::tanh).toArray();
    }
    return times(get(arrays, "arr_0"), h);
  }

  private static double[] sum(double[] left, double[] right) {
    double[] sum = left.clone();
    Arrays.setAll(sum, i -> left[i] + right[i]);
    return sum;
  }

  private static double[] times(Array matrix, double[] vector) {
    double[] product = new double[(int) matrix.shape().get(0)];
    for (int i = 0; i < product.length; i++) {
      for (int j = 0; j < vector.length; j++) {
        product[i] += matrix.doubleAt(i * vector.length + j) * vector[j];
      }
    }
    return product;
  }

  /** A memory of a known window is KerasLMU's too, any other is not. */
  @Test
  void kerasHasTheModelIfItHasTheMemory() throws IOException {
    Path file = file(FIXTURES.resolve("units-below-order"));
    LoadedModel loaded = NengoDlFile.read(file);
    assertThat(KerasConfig.write(loaded.model(), loaded.type())).contains("\"theta\":20,");
    Map<String, Array> arrays = new LinkedHashMap<>(Npz.read(file));
    arrays.put("arr_6", Array.zeros(Shape.of(12, 1), DType.FLOAT32));
    LoadedModel other = NengoDlFile.read(write(arrays));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KerasConfig.write(other.model(), other.type()))
        .withMessageContaining("KerasLMU has no memory whose A and B");
  }
}
