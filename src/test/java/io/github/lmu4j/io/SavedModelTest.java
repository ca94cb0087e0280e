package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.layers.LmuFeedforwardBuilder;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.ModelGraph;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class SavedModelTest {

  private static final Model MODEL = Model.sequential(Shape.of(2)).add("out", Dense.of(1)).build();
  private static final Weights WEIGHTS =
      new Weights(
          Map.of(
              "out/kernel", Array.of(Shape.of(2, 1), 1f, 2f),
              "out/bias", Array.of(Shape.of(1), 3f)));

  @TempDir Path folder;

  @Test
  void writtenModelRunsAsThePredictorDoes() throws IOException {
    Path path = folder.resolve("model");
    SavedModelWriter.write(path, MODEL, WEIGHTS, DType.FLOAT32);
    Array x = Array.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, 6f);
    try (SavedModel saved = SavedModel.open(path);
        Predictor predictor = Predictor.of(MODEL, WEIGHTS)) {
      assertThat(saved.run(SavedModel.DEFAULT_SIGNATURE, Map.of("input", x)))
          .containsOnlyKeys("out")
          .containsEntry("out", predictor.predict(x));
    }
    assertThat(folder.toFile().list()).containsExactly("model");
  }

  @Test
  void replacedModelIsTheNewOne() throws IOException {
    Path path = folder.resolve("model");
    SavedModelWriter.write(path, MODEL, WEIGHTS, DType.FLOAT32);
    SavedModelWriter.write(path, MODEL, WEIGHTS.cast(DType.FLOAT64), DType.FLOAT64);
    try (SavedModel saved = SavedModel.open(path)) {
      Array y =
          saved
              .run(SavedModel.DEFAULT_SIGNATURE, Map.of("input", Array.of(Shape.of(1, 2), 0f, 0f)))
              .get("out");
      assertThat(y).isEqualTo(Array.of(Shape.of(1, 1), 3.0));
    }
    assertThat(folder.toFile().list()).containsExactly("model");
  }

  @ParameterizedTest
  @EnumSource
  void rebuiltModelDiscretizesAsTheWrittenOneDid(Precision precision) throws IOException {
    Path path = folder.resolve("model");
    Model model =
        Model.sequential(Shape.of(12, 1))
            .add("parallel", feedforward(precision).returnSequences().build())
            .add("recurrent", Lmu.of(cell(precision).hiddenToMemory().build()))
            .build();
    Weights weights;
    try (Graph graph = new Graph()) {
      weights = ModelGraph.build(model, graph, TFloat32.class, 1).weights().initialValues();
    }
    SavedModelWriter.write(path, model, weights, DType.FLOAT32);
    Array x = Array.of(Shape.of(1, 12, 1), new float[] {1, 0, 2, 0, 0, -3, 0, 0, 0, 1, 1, 1});
    LoadedModel rebuilt = ModelFile.read(path);
    try (Predictor written = Predictor.of(model, weights);
        Predictor read = Predictor.of(rebuilt.model(), rebuilt.weights())) {
      assertThat(read.predict(x)).isEqualTo(written.predict(x));
    }
    Path written = path.resolve("assets.extra/config.json");
    assertThat(written).content().contains("precision");
    for (KerasConfig config : List.of(rebuilt.config(), KerasConfig.read(written))) {
      assertThat(config.json().element().toString()).doesNotContain("precision");
    }
  }

  private static LmuFeedforwardBuilder feedforward(Precision precision) {
    return LmuFeedforward.builder(1, 32, 12)
        .precision(precision)
        .hiddenCell(DenseCell.of(4, Activation.TANH));
  }

  private static LmuCellBuilder cell(Precision precision) {
    return LmuCell.builder(1, 32, 12).precision(precision).hiddenCell(SimpleRnnCell.of(4));
  }

  @Test
  void failedWriteLeavesNothing() throws IOException {
    Path path = folder.resolve("model");
    assertThatThrownBy(() -> SavedModelWriter.write(path, MODEL, Weights.EMPTY, DType.FLOAT32))
        .hasMessageContaining("out/kernel");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void errorsNameTheFolder() throws IOException {
    assertThatThrownBy(() -> SavedModel.open(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(folder.toString());
    Files.writeString(folder.resolve("saved_model.pb"), "not a protobuf");
    assertThatThrownBy(() -> SavedModel.open(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(folder.toString());
  }
}
