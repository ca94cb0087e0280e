package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.testing.Form;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Every model of Keras comes back from every form that can hold it. */
class ModelFormatTest {

  private static final Model MODEL = Model.sequential(Shape.of(2)).add("out", Dense.of(1)).build();
  private static final Weights WEIGHTS =
      new Weights(
          Map.of(
              "out/kernel", Array.of(Shape.of(2, 1), 1f, 2.0001f),
              "out/bias", Array.of(Shape.of(1), 3f)));

  private static final List<ModelFormat> WEIGHTS_ALONE =
      List.of(
          ModelFormat.KERAS3_WEIGHTS,
          ModelFormat.KERAS2_WEIGHTS,
          ModelFormat.LEGACY_WEIGHTS,
          ModelFormat.CHECKPOINT,
          ModelFormat.NPZ);

  @TempDir Path folder;

  static List<Path> weightsFiles() throws IOException {
    return Form.WEIGHTS_H5.folders();
  }

  static List<Path> wholeModels() throws IOException {
    return Form.H5.folders();
  }

  static List<Path> checkpoints() throws IOException {
    return Form.CHECKPOINT.folders();
  }

  private LoadedModel again(LoadedModel model, ModelFormat format) throws IOException {
    Path file = folder.resolve(format.key());
    ModelFile.write(file, model, format, false);
    return switch (format) {
      case KERAS, KERAS2, KERAS3_H5, KERAS2_H5, SAVED_MODEL -> ModelFile.read(file);
      default -> ModelFile.read(file, model.config());
    };
  }

  /** The cases of which Keras' own files are kept; {@code -Pinterop} takes all, and asks Keras. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("weightsFiles")
  void archiveIsWrittenInEveryForm(Path fixture) throws IOException {
    LoadedModel model = ModelFile.read(fixture.resolve("model.keras"));
    requireSame(again(model, ModelFormat.KERAS), model, ModelFormat.KERAS);
    for (ModelFormat format : WEIGHTS_ALONE) {
      requireSame(again(model, format), model, format);
    }
  }

  private static void requireSame(LoadedModel read, LoadedModel model, ModelFormat format) {
    assertThat(read.weights().values()).as("%s", format).isEqualTo(model.weights().values());
    assertThat(read.type()).isEqualTo(model.type());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("weightsFiles")
  void weightsFileHasTheArraysOfKeras(Path fixture) throws IOException {
    LoadedModel model = Form.WEIGHTS_H5.read(fixture);
    try (Hdf5File keras = Hdf5File.open(fixture.resolve("model.weights.h5"))) {
      Hdf5Tree ours = KerasWeightsFile.tree(model, model.config().version(), false);
      assertThat(arrays(Hdf5File.of("ours", Hdf5Writer.write(ours)).root()))
          .isEqualTo(arrays(keras.root()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("weightsFiles")
  void archiveOfKeras2IsThatOfKeras(Path fixture) throws IOException {
    LoadedModel model = ModelFile.read(fixture.resolve("model.keras"));
    if (model.config().version() == KerasVersion.KERAS3) {
      assertThatThrownBy(() -> again(model, ModelFormat.KERAS2))
          .hasMessageContaining("must be one of Keras 2");
      return;
    }
    requireSame(again(model, ModelFormat.KERAS2), model, ModelFormat.KERAS2);
    try (ZipArchive ours = ZipArchive.open(folder.resolve(ModelFormat.KERAS2.key()));
        ZipArchive keras = ZipArchive.open(fixture.resolve("model.keras"))) {
      assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(keras.names());
      // Keras 2 fails on what an LMU was built with, in its own files too.
      assertThat(config(ours))
          .isEqualTo(config(keras).replaceAll(",\"build_config\":\\{[^{}]*\\}", ""));
      String weights = "model.weights.h5";
      assertThat(arrays(Hdf5File.of("ours", ours.read(weights)).root()))
          .isEqualTo(arrays(Hdf5File.of("keras", keras.read(weights)).root()));
    }
  }

  private static String config(ZipArchive archive) throws IOException {
    String text = new String(archive.read("config.json"), StandardCharsets.UTF_8);
    JsonObject config = JsonParser.parseString(text).getAsJsonObject();
    config.remove("compile_config");
    return config.toString();
  }

  private static Map<String, Array> arrays(Hdf5Group group) throws ModelFormatException {
    Map<String, Array> all = new TreeMap<>();
    for (String name : group.arrays()) {
      all.put(name, group.array(name));
    }
    for (Map.Entry<String, Hdf5Group> inner : group.groups().entrySet()) {
      arrays(inner.getValue())
          .forEach((name, array) -> all.put(inner.getKey() + "/" + name, array));
    }
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checkpoints")
  void checkpointHasTheTensorsOfKeras(Path fixture) throws IOException {
    LoadedModel model = Form.CHECKPOINT.read(fixture);
    Path prefix = folder.resolve("model");
    ModelFile.write(prefix, model, ModelFormat.CHECKPOINT, false);
    assertThat(TensorBundle.open(prefix).keys())
        .allMatch(TensorBundle.open(fixture.resolve("checkpoint/model")).keys()::contains);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wholeModels")
  void optimizerComesBackWithItsState(Path fixture) throws IOException {
    LoadedModel model = ModelFile.read(fixture.resolve("model.h5"));
    ModelFormat same = ModelFormat.of(Path.of("x.h5"), model);
    boolean keras2 = model.config().version() == KerasVersion.KERAS2;
    List<ModelFormat> whole =
        keras2
            ? List.of(same, ModelFormat.SAVED_MODEL, ModelFormat.KERAS2, ModelFormat.KERAS)
            : List.of(same, ModelFormat.SAVED_MODEL, ModelFormat.KERAS);
    for (ModelFormat format : whole) {
      if (format == ModelFormat.KERAS && fixture.endsWith("keras2/frozen")) {
        assertThatThrownBy(() -> again(model, format)).hasMessageStartingWith("Keras 3 has no LMU");
        continue;
      }
      LoadedModel read = again(model, format);
      assertThat(read.optimizer().map(SavedOptimizer::className))
          .isEqualTo(model.optimizer().map(SavedOptimizer::className));
      if (model.optimizer().isPresent()) {
        Map<String, Array> state = new TreeMap<>(read.optimizer().get().state().values());
        if (!model.optimizer().get().state().paths().contains("learning_rate")) {
          // Keras 2 has it among the settings alone.
          state.remove("learning_rate");
        }
        assertThat(state).isEqualTo(new TreeMap<>(model.optimizer().get().state().values()));
        assertThat(read.loss()).isPresent();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ModelFormat.class,
      names = {"KERAS2", "KERAS2_H5", "NENGODL", "PYTORCH", "SAFETENSORS"},
      mode = EnumSource.Mode.EXCLUDE)
  void modelThatWasMadeHereComesBack(ModelFormat format) throws IOException {
    LoadedModel model = LoadedModel.of(MODEL, WEIGHTS, DType.FLOAT32);
    requireSame(again(model, format), model, format);
    assertThat(folder.toFile().list()).allMatch(name -> !name.startsWith("."));
  }

  @ParameterizedTest
  @EnumSource(
      value = ModelFormat.class,
      names = {"KERAS2", "KERAS2_H5", "NENGODL", "PYTORCH", "SAFETENSORS"},
      mode = EnumSource.Mode.EXCLUDE)
  void newFileReplacesTheOld(ModelFormat format) throws IOException {
    LoadedModel model = LoadedModel.of(MODEL, WEIGHTS, DType.FLOAT32);
    Map<String, Array> changed = new TreeMap<>(WEIGHTS.values());
    changed.put("out/bias", Array.of(Shape.of(1), -1f));
    for (int i = 0; i < 3; i++) {
      again(model, format);
      LoadedModel other = model.withWeights(new Weights(changed));
      requireSame(again(other, format), other, format);
    }
    assertThat(folder.toFile().list()).hasSize(format == ModelFormat.CHECKPOINT ? 2 : 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = ModelFormat.class,
      names = {"KERAS", "KERAS3_H5", "KERAS3_WEIGHTS", "KERAS2_WEIGHTS", "LEGACY_WEIGHTS"})
  void halvesComeBackRounded(ModelFormat format) throws IOException {
    Path file = folder.resolve("half");
    LoadedModel model = LoadedModel.of(MODEL, WEIGHTS, DType.FLOAT32);
    ModelFile.write(file, model, format, true);
    boolean whole = format == ModelFormat.KERAS || format == ModelFormat.KERAS3_H5;
    LoadedModel read = whole ? ModelFile.read(file) : ModelFile.read(file, model.config());
    assertThat(read.weights().get("out/kernel").toFloats()).containsExactly(1, 2);
  }

  @Test
  void endingTellsTheForm() {
    LoadedModel model = LoadedModel.of(MODEL, WEIGHTS, DType.FLOAT32);
    assertThat(Stream.of("a.keras", "a.h5", "a.weights.h5", "a.ckpt", "a.npz", "a", "a.v2"))
        .map(name -> ModelFormat.of(Path.of(name), model).key())
        .containsExactly(
            "keras",
            "keras3-h5",
            "keras3-weights",
            "checkpoint",
            "npz",
            "saved-model",
            "saved-model");
    assertThatThrownBy(() -> ModelFormat.of(Path.of("a.onnx"), model))
        .hasMessageContaining(".keras")
        .hasMessageContaining("got a.onnx");
    assertThatThrownBy(() -> ModelFormat.named("keras4")).hasMessageContaining("keras2-h5");
  }

  @Test
  void whatAFormCannotHoldIsRefused() throws IOException {
    LoadedModel model = LoadedModel.of(MODEL, WEIGHTS, DType.FLOAT32);
    for (ModelFormat format : List.of(ModelFormat.NPZ, ModelFormat.SAVED_MODEL)) {
      assertThatThrownBy(() -> ModelFile.write(folder.resolve("x"), model, format, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("float16");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void modelOfOurOwnSavedModelCanBeTrainedAgain() throws IOException {
    Path path = folder.resolve("saved");
    ModelFile.write(path, LoadedModel.of(MODEL, WEIGHTS, DType.FLOAT64));
    assertThat(ModelFile.isTrainable(path)).isTrue();
    assertThat(ModelFile.read(path).type()).isEqualTo(DType.FLOAT64);
    // Earlier versions had the configuration at the top.
    Files.move(path.resolve("assets.extra/config.json"), path.resolve("config.json"));
    assertThat(ModelFile.read(path).model()).isEqualTo(ModelFile.read(path).model());
    assertThat(ModelFile.isTrainable(path)).isTrue();
  }

  @Test
  void stateOfAnOptimizerInASavedModelThatDoesNotFitIsLeftOut() throws IOException {
    Path trained = Path.of("models/fixtures/keras3/trained-adam/model.keras");
    LoadedModel saved = again(ModelFile.read(trained), ModelFormat.SAVED_MODEL);
    Map<String, Array> state = saved.optimizer().orElseThrow().state().values();
    Path path = folder.resolve(ModelFormat.SAVED_MODEL.key());
    Path file = path.resolve("assets.extra/optimizer.npz");
    for (String part : state.keySet()) {
      Map<String, Array> wrong = new TreeMap<>(state);
      wrong.put(part, Array.zeros(Shape.of(0), DType.FLOAT32));
      Npz.write(file, wrong);
      SavedOptimizer read = ModelFile.read(path).optimizer().orElseThrow();
      assertThat(read.className()).isEqualTo("Adam");
      assertThat(read.state().paths()).as(part).isEmpty();
    }
    Files.writeString(file, "no zip file");
    assertThatThrownBy(() -> ModelFile.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("optimizer.npz");
  }
}
