package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of earlier versions of KerasLMU give what those gave. */
class OldLmuFilesTest {

  private static final Path FIXTURES = Path.of("models", "fixtures");
  private static final Path FOLDER = FIXTURES.resolve("keras-lmu-0.3");

  @ParameterizedTest
  @ValueSource(strings = {"cell", "lmu", "fft"})
  void outputsAreThoseOfTheOldVersion(String name) throws IOException {
    Path folder = FOLDER.resolve(name);
    KerasConfig config = KerasConfig.read(folder.resolve("config.json"));
    LoadedModel model = ModelFile.read(folder.resolve("model.h5"));
    LoadedModel weights = ModelFile.read(folder.resolve("legacy_weights.h5"), config);
    assertThat(weights.weights()).isEqualTo(model.weights());
    givesItsOutputs(model, folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"feedforward", "recurrent", "wrapped"})
  void outputsAreThoseOfVersion08OnKeras31(String name) throws IOException {
    Path folder = FIXTURES.resolve("keras-lmu-0.8").resolve(name);
    KerasConfig config = KerasConfig.read(folder.resolve("config.json"));
    LoadedModel model = ModelFile.read(folder.resolve("model.keras"));
    LoadedModel weights = ModelFile.read(folder.resolve("model.weights.h5"), config);
    assertThat(weights.weights()).isEqualTo(model.weights());
    givesItsOutputs(model, folder);
  }

  private static void givesItsOutputs(LoadedModel model, Path folder) throws IOException {
    Weights data = new Weights(Npz.read(folder.resolve("data.npz")));
    try (Predictor predictor = Predictor.of(model.model(), model.weights())) {
      Array y = predictor.predict(data.get("x/0"));
      TestArrays.assertClose(y, data.get("y/0"), 1e-5);
    }
  }

  @Test
  void matrixOfAnotherThetaIsRefused() throws IOException {
    Path folder = FOLDER.resolve("cell");
    String json = Files.readString(folder.resolve("config.json"));
    KerasConfig config = KerasConfig.of(json.replace("\"theta\": 5.0", "\"theta\": 6.0"));
    assertThatThrownBy(() -> ModelFile.read(folder.resolve("legacy_weights.h5"), config))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("lmu_cell/A", "order and theta");
  }
}
