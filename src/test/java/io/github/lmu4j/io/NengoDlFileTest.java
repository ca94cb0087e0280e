package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.RecurrentWeights;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Dropout;
import io.github.lmu4j.layers.Frozen;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.Rnn;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.model.WeightShape;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Precision;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Networks that NengoDL saved give its logits, gradients and training, and are written as it does.
 */
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

  private static Array zeros(long... shape) {
    return Array.zeros(Shape.of(shape), DType.FLOAT32);
  }

  /** The arrays of units-below-order: order 12, 9 units, 4 classes. */
  private static Map<String, Array> arrays() throws IOException {
    return new LinkedHashMap<>(Npz.read(file(FIXTURES.resolve("units-below-order"))));
  }

  private void assertRefused(Map<String, Array> arrays, String... message) throws IOException {
    Path file = write(arrays);
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContainingAll(message);
  }

  @Test
  void dataIsNoModel() throws IOException {
    assertRefused(Map.of("x", zeros(2, 3)), "arr_0, arr_1, ...", "[x]");
    Map<String, Array> arrays = arrays();
    arrays.put("y", zeros(2, 3));
    assertRefused(arrays, "a model", "arr_6, y]");
  }

  @Test
  void otherCountsOfArraysAreRefused() throws IOException {
    Map<String, Array> arrays = arrays();
    arrays.put("arr_7", zeros(1, 1));
    assertRefused(arrays, "7 arrays", "found 8");
    arrays.remove("arr_3");
    assertRefused(arrays, "arr_0, arr_1, ...", "arr_2, arr_4");
    assertRefused(Map.of("arr_0", zeros(2, 2)), "7 arrays", "found 1");
  }

  @Test
  void shapesThatDoNotFitAreRefused() throws IOException {
    Map<String, Array> arrays = arrays();
    arrays.put("arr_2", zeros(4, 8));
    assertRefused(arrays, "W_o (classes, units)", "W_m (units, 12)", "[4, 8]");
    arrays.put("arr_2", zeros(4));
    assertRefused(arrays, "arr_2", "a matrix", "[4]");
    arrays.put("arr_2", zeros(0, 9));
    assertRefused(arrays, "arr_2", "at least one element");
  }

  @Test
  void memoryOfAnotherSizeIsRefused() throws IOException {
    Map<String, Array> arrays = arrays();
    arrays.put("arr_5", zeros(11, 11));
    assertRefused(arrays, "A (order, order) and B (order, 1)", "[11, 11] and [12, 1]");
    arrays.put("arr_6", zeros(11, 1));
    assertRefused(arrays, "W_m (units, 11)", "[9, 12]");
  }

  @Test
  void otherElementsAreRefused() throws IOException {
    Map<String, Array> arrays = arrays();
    arrays.put("arr_3", Array.of(Shape.of(9, 1), new int[9]));
    assertRefused(arrays, "arr_3", "a matrix of float32 or float64", "int32");
    arrays.put("arr_3", Array.zeros(Shape.of(9, 1), DType.FLOAT64));
    assertRefused(arrays, "arr_3", "one dtype, float32", "float64");
  }

  @Test
  void arraysOfObjectsAreRefused() throws IOException {
    Path file = folder.resolve("objects.npz");
    String header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("arr_0.npy"));
      zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
      zip.write(header.getBytes(StandardCharsets.US_ASCII));
      zip.write("a pickle".getBytes(StandardCharsets.US_ASCII));
    }
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll(file.toString(), "arr_0", "of numbers", "'|O'");
  }

  /** Which of W_m and W_x is above depends on the order of the user's connections. */
  @Test
  void inputAndMemoryKernelJoinedAreRefused() throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>();
    List<Array> joined =
        List.of(zeros(12, 6), zeros(6, 6), zeros(4, 6), zeros(1, 6), zeros(6, 6), zeros(6, 1));
    joined.forEach(array -> arrays.put("arr_" + arrays.size(), array));
    assertRefused(arrays, "W_x (units, inputs)", "[12, 6]");
  }

  private static LoadedModel model(DType type, Layer... layers) {
    var chain = Model.sequential(Shape.of(-1, 2));
    for (Layer layer : layers) {
      chain.add(layer);
    }
    Model model = chain.build();
    return LoadedModel.of(KerasConfig.of(model, type), weights(model).cast(type), "test");
  }

  private static Weights weights(Model model) {
    Map<String, Array> weights = new LinkedHashMap<>();
    Random random = new Random(5);
    for (WeightShape weight : model.weightShapes()) {
      double[] values = random.doubles(weight.shape().size(), -0.5, 0.5).toArray();
      weights.put(weight.path(), Array.of(weight.shape(), values));
    }
    return new Weights(weights);
  }

  private static LmuCellBuilder cell() {
    RecurrentWeights weights = RecurrentWeights.DEFAULT.withoutBias();
    return LmuCell.builder(1, 4, 9)
        .hiddenCell(new SimpleRnnCell(3, Activation.TANH, weights))
        .inputToHidden();
  }

  private static Dense readOut() {
    return Dense.builder(2).withoutBias().build();
  }

  @Test
  void modelsOfLmuLayersAreWritten() throws IOException {
    for (Layer layer : List.of(Lmu.of(cell().build()), Rnn.of(cell().build()))) {
      LoadedModel model = model(DType.FLOAT32, layer, readOut());
      Path file = folder.resolve("model.npz");
      NengoDlFile.write(file, model);
      LoadedModel again = NengoDlFile.read(file);
      Array x = Array.of(Shape.of(1, 5, 2), 1f, 2, 3, -1, 0, 1, 2, 0, 1, 1);
      try (Predictor before = Predictor.of(model.model(), model.weights());
          Predictor after = Predictor.of(again.model(), again.weights())) {
        assertThat(Difference.relative(after.predict(x), before.predict(x))).isLessThan(1e-6);
      }
    }
  }

  /** KerasLMU rounds A and B by dtype. */
  @Test
  void systemIsThatOfTheModelsType() throws IOException {
    for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
      LmuCell cell = cell().precision(Precision.KERAS).build();
      Path file = folder.resolve("model.npz");
      NengoDlFile.write(file, model(type, Lmu.of(cell), readOut()));

      double[] expected =
          cell.system(type.tensorType().asSubclass(TFloating.class)).stateSpace().a().toArray();
      assertThat(get(Npz.read(file), "arr_5"))
          .isEqualTo(Array.of(Shape.of(4, 4), expected).cast(type));
    }
  }

  /** A memory of a known window is KerasLMU's too, any other is not. */
  @Test
  void kerasHasTheModelIfItHasTheMemory() throws IOException {
    LoadedModel loaded = NengoDlFile.read(file(FIXTURES.resolve("units-below-order")));
    assertThat(KerasConfig.write(loaded.model(), loaded.type())).contains("\"theta\":20,");
    Map<String, Array> arrays = arrays();
    arrays.put("arr_6", zeros(12, 1));
    LoadedModel other = NengoDlFile.read(write(arrays));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KerasConfig.write(other.model(), other.type()))
        .withMessageContaining("KerasLMU has no memory whose A and B");
  }

  private void assertNotWritten(String message, Layer... layers) {
    LoadedModel model = model(DType.FLOAT32, layers);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NengoDlFile.write(folder.resolve("no.npz"), model))
        .withMessageStartingWith("a model for a NengoDL file " + message);
  }

  @Test
  void otherModelsAreNotWritten() {
    assertNotWritten("must be a chain of two layers (got", readOut());
    assertNotWritten("must begin with an LMU", Rnn.of(SimpleRnnCell.of(2)), readOut());
    assertNotWritten(
        "must begin with an LMU", Lmu.of(cell().build()).returningSequences(), readOut());
    assertNotWritten("must begin with an LMU", Rnn.of(cell().build()).backwards(), readOut());
    assertNotWritten("must feed nothing back", Lmu.of(cell().hiddenToMemory().build()), readOut());
    assertNotWritten("must have a fixed A", Lmu.of(cell().trainableTheta().build()), readOut());
    assertNotWritten(
        "must have a fixed A", Lmu.of(cell().learningSystem(true, false).build()), readOut());
    assertNotWritten(
        "must have a SimpleRnnCell with tanh, without bias",
        Lmu.of(cell().hiddenCell(SimpleRnnCell.of(3)).build()),
        readOut());
    assertNotWritten("must end with a Dense (got", Lmu.of(cell().build()), new Dropout(0.5));
    assertNotWritten(
        "must end with a Dense (got Frozen", Lmu.of(cell().build()), new Frozen(readOut()));
    assertNotWritten("must end with a Dense without bias", Lmu.of(cell().build()), Dense.of(2));
    assertNotWritten(
        "must end with a linear Dense", Lmu.of(cell().build()), Dense.of(2, Activation.RELU));
  }

  @Test
  void dropoutIsNotWritten() {
    String rule = "must have no dropout (got";
    assertNotWritten(rule, Lmu.of(cell().dropout(0.1, 0).build()), readOut());
    assertNotWritten(rule, Lmu.of(cell().dropout(0, 0.1).build()), readOut());
    for (double onInput : new double[] {0, 0.1}) {
      RecurrentWeights weights =
          RecurrentWeights.DEFAULT.withoutBias().withDropout(onInput, 0.1 - onInput);
      SimpleRnnCell hidden = new SimpleRnnCell(3, Activation.TANH, weights);
      assertNotWritten(
          "must have a SimpleRnnCell with tanh, without bias and dropout",
          Lmu.of(cell().hiddenCell(hidden).build()),
          readOut());
    }
  }
}
