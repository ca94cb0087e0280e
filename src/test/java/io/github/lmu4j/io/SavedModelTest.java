package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

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
