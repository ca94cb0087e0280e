package io.github.lmu4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.ModelFormat;
import io.github.lmu4j.io.SavedModel;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.model.FunctionalBuilder;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.testing.ServedModel;
import io.github.lmu4j.testing.StreamCases;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** SavedModels as TensorFlow Java runs them without this library. */
class ServedModelsTest {

  private static final String DEFAULT = SavedModel.DEFAULT_SIGNATURE;

  @TempDir Path folder;

  private static Array noise(DType type, long... sizes) {
    Random random = new Random(Arrays.hashCode(sizes));
    double[] values = new double[(int) Shape.of(sizes).size()];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Array.of(Shape.of(sizes), values).cast(type);
  }

  private ServedModel save(LoadedModel model) throws IOException {
    Path path = folder.resolve("model");
    ModelFile.write(path, model, ModelFormat.SAVED_MODEL, false);
    return ServedModel.load(path);
  }

  /** Outputs that are sequences at every step, others at the last. */
  private static void assertStepsAreTheSequence(ServedModel model, Map<String, Array> inputs) {
    Map<String, Array> whole = model.call(DEFAULT, inputs);
    Map<String, List<Array>> steps = model.stepThrough(inputs);
    assertThat(steps).containsOnlyKeys(whole.keySet());
    whole.forEach(
        (name, expected) -> {
          List<Array> found = Objects.requireNonNull(steps.get(name));
          Array last = found.get(found.size() - 1);
          if (last.shape().numDimensions() == expected.shape().numDimensions()) {
            TestArrays.assertClose(last, expected, 1e-5);
          } else {
            for (int step = 0; step < found.size(); step++) {
              TestArrays.assertClose(found.get(step), TestArrays.step(expected, step), 1e-5);
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource(StreamCases.class)
  void stepsOfThreeStreamsAreTheSequence(StreamCases kind) throws IOException {
    LoadedModel model = LoadedModel.of(kind.model(-1), kind.weights(), DType.FLOAT32);
    try (ServedModel served = save(model)) {
      String input = kind.model(-1).inputs().get(0).name();
      assertStepsAreTheSequence(served, Map.of(input, noise(DType.FLOAT32, 3, 20, 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras2/lmu-all-connections-sequences",
        "keras3/lmu-theta-everything",
        "keras3/lmu-lmu-in-lmu",
        "keras3/lmu-parallel-simple-rnn",
        "keras3/feedforward-two-towers",
        "keras3/feedforward-unknown-length",
        "keras2/feedforward-raw",
        "keras3/rnn-hidden-states",
        "keras3/rnn-stacked-lmu-in-lmu",
        "keras2/masked-states",
        "keras3/lmu-stacked-layers",
        "keras3/rnn-states",
        "keras3/masking-through"
      })
  void stepsOfKerasModelsAreTheSequence(String name) throws IOException {
    LoadedModel model = ModelFile.read(Path.of("models/fixtures", name, "model.keras"));
    try (ServedModel served = save(model)) {
      Map<String, Array> inputs = new HashMap<>();
      model
          .model()
          .inputs()
          .forEach(
              input -> {
                long[] sizes = input.shape().prepend(3).asArray();
                sizes[1] = sizes[1] < 0 ? 9 : sizes[1];
                inputs.put(input.name(), noise(model.type(), sizes));
              });
      assertStepsAreTheSequence(served, inputs);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras3/bidirectional-sum", "keras3/rnn-backwards", "keras3/pooling"})
  void modelThatDoesNotStreamHasNoStep(String name) throws IOException {
    LoadedModel model = ModelFile.read(Path.of("models/fixtures", name, "model.keras"));
    try (ServedModel served = save(model)) {
      assertThat(served.has("step")).isFalse();
      assertThat(served.has(DEFAULT)).isTrue();
    }
  }

  /** The weights are stored once, and neither signature has a copy among its constants. */
  @Test
  void stepSharesTheVariables() throws IOException {
    Model model =
        Model.sequential(Shape.of(-1, 64)).add("a", Dense.of(256)).add("b", Dense.of(256)).build();
    Weights weights = StreamCases.weights(model, 1);
    try (ServedModel served = save(LoadedModel.of(model, weights, DType.FLOAT32))) {
      assertThat(served.has("step")).isTrue();
      long bytes = 4 * weights.parameters();
      assertThat(bytes(folder.resolve("model/variables"))).isBetween(bytes, bytes + bytes / 20);
      assertThat(Files.size(folder.resolve("model/saved_model.pb"))).isLessThan(bytes / 4);
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** Python makes its variables of the collections; what a loop depends on it cannot train. */
  @Test
  void collectionsListTheVariablesAndWhatPythonCanTrain() throws IOException {
    Model model = StreamCases.LMU_WITH_EVERYTHING.model(-1);
    Weights weights = StreamCases.LMU_WITH_EVERYTHING.weights();
    try (ServedModel served = save(LoadedModel.of(model, weights, DType.FLOAT32))) {
      assertThat(served.collection("variables")).containsExactlyElementsOf(weights.paths());
      assertThat(served.collection("trainable_variables"))
          .containsExactlyElementsOf(
              weights.paths().stream().filter(path -> path.startsWith("dense/")).toList())
          .hasSize(2);
    }
    Model parallel = StreamCases.PARALLEL_MEMORY.model(-1);
    try (ServedModel served =
        save(LoadedModel.of(parallel, StreamCases.weights(parallel, 4), DType.FLOAT32))) {
      assertThat(served.collection("trainable_variables"))
          .isEqualTo(served.collection("variables"));
    }
  }

  /**
   * A model of Keras 2 becomes one of Keras 3 by way of {@code .keras}. In Python all of it can be
   * trained: the transforms' gradients are TensorFlow's own there.
   */
  @ParameterizedTest
  @CsvSource({
    "keras2/deferred, false, true",
    "keras2/deferred, true, false",
    "keras3/deferred, false, false"
  })
  void memoriesOfKeras2AreFilteredAsKerasDoes(String name, boolean archived, boolean fourier)
      throws IOException {
    LoadedModel model = ModelFile.read(Path.of("models/fixtures", name, "model.keras"));
    if (archived) {
      Path archive = folder.resolve("model.keras");
      ModelFile.write(archive, model, ModelFormat.KERAS, false);
      model = ModelFile.read(archive);
    }
    try (ServedModel served = save(model);
        Predictor predictor = Predictor.of(model.model(), model.weights())) {
      assertThat(served.operations().contains("RFFT")).isEqualTo(fourier);
      assertThat(served.collection("trainable_variables"))
          .isNotEmpty()
          .isEqualTo(served.collection("variables"));
      var input = model.model().inputs().get(0);
      Array x = noise(DType.FLOAT32, input.shape().prepend(3).asArray());
      Array y = served.call(DEFAULT, Map.of(input.name(), x)).values().iterator().next();
      TestArrays.assertClose(y, predictor.predict(x), 1e-5);
    }
  }

  /** TensorFlow Serving calls signatures of this method alone. */
  @Test
  void signaturesAreThoseOfServing() throws IOException {
    try (ServedModel served =
        save(LoadedModel.of(dense(), StreamCases.weights(dense(), 1), DType.FLOAT32))) {
      assertThat(served.bundle().signatures())
          .hasSize(2)
          .allMatch(each -> each.methodName().equals("tensorflow/serving/predict"));
    }
  }

  /** An input may be called as a state would be. */
  @Test
  void namesOfStatesAreNew() throws IOException {
    FunctionalBuilder builder = Model.functional();
    var x = builder.input("state_memory_memory", Shape.of(-1, 1));
    var y = builder.add("memory", LmuFeedforward.builder(1, 4, 6).returnSequences().build(), x);
    Model model = builder.outputs(y).build();
    try (ServedModel served =
        save(LoadedModel.of(model, StreamCases.weights(model, 2), DType.FLOAT32))) {
      var step = served.bundle().function("step").signature();
      assertThat(step.inputNames()).hasSize(2).doesNotHaveDuplicates();
      assertThat(step.outputNames()).hasSize(2);
      assertStepsAreTheSequence(
          served, Map.of("state_memory_memory", noise(DType.FLOAT32, 3, 8, 1)));
    }
  }

  private static Model dense() {
    return Model.sequential(Shape.of(-1, 1)).add(Dense.of(5)).add(Dense.of(2)).build();
  }

  /** Any batch and any length by one signature. */
  @Test
  void everyBatchAndLengthRunsAsInThePredictor() throws IOException {
    for (Model model :
        List.of(
            StreamCases.LMU_WITH_EVERYTHING.model(-1),
            StreamCases.PARALLEL_MEMORY.model(-1),
            dense())) {
      Weights weights = StreamCases.weights(model, 3);
      try (ServedModel served = save(LoadedModel.of(model, weights, DType.FLOAT32));
          Predictor predictor = Predictor.of(model, weights)) {
        for (int batch : List.of(1, 7, 100)) {
          for (int length : List.of(5, 17)) {
            Array x = noise(DType.FLOAT32, batch, length, 1);
            Array y =
                served
                    .call(DEFAULT, Map.of(model.inputs().get(0).name(), x))
                    .get(model.outputNames().get(0));
            TestArrays.assertClose(Objects.requireNonNull(y), predictor.predict(x), 1e-5);
          }
        }
      }
    }
  }
}
