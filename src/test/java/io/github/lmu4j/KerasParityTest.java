package io.github.lmu4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.KerasConfig;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.SavedModel;
import io.github.lmu4j.model.Input;
import io.github.lmu4j.testing.Compatibility;
import io.github.lmu4j.testing.Differences;
import io.github.lmu4j.testing.Differences.Kind;
import io.github.lmu4j.testing.Differences.WiderBound;
import io.github.lmu4j.testing.Fixture;
import io.github.lmu4j.testing.Form;
import io.github.lmu4j.testing.Parity;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every model that Python made gives Keras' numbers from every form in which Keras saved it:
 * outputs in both modes, states, the loss, its gradients by every trainable weight and input, and
 * weights and losses after five steps of two optimizers; and where the file holds the optimizer
 * that trained it, what that leads to. The table of all differences is {@code
 * target/compatibility.md}.
 */
class KerasParityTest {

  private static final Map<String, List<WiderBound>> WIDER = Map.of();

  private static final Map<Path, Parity> PARITIES = new HashMap<>();
  private static final Compatibility TABLE = new Compatibility();

  static List<Path> configurations() throws IOException {
    return Form.CONFIG.folders();
  }

  static List<Path> archives() throws IOException {
    return Form.KERAS.folders();
  }

  static List<Path> wholeModels() throws IOException {
    return Form.H5.folders();
  }

  static List<Path> weightsFiles() throws IOException {
    return Form.WEIGHTS_H5.folders();
  }

  static List<Path> legacyWeightsFiles() throws IOException {
    return Form.LEGACY_H5.folders();
  }

  static List<Path> checkpoints() throws IOException {
    return Form.CHECKPOINT.folders();
  }

  static List<Path> savedModels() throws IOException {
    return Form.SAVED_MODEL.folders();
  }

  static List<Path> servingModels() throws IOException {
    return Form.SERVING.folders();
  }

  static List<Path> exportedModels() throws IOException {
    return Form.EXPORT.folders();
  }

  @AfterAll
  static void writeTable() throws IOException {
    configurations().forEach(TABLE::addKeras);
    TABLE.write(Path.of("target", "compatibility.md"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void configurationGivesKerasNumbers(Path folder) throws IOException {
    Parity parity = parity(folder);
    KerasConfig config = parity.config();
    assertThat(config.type()).isEqualTo(parity.fixture().type());
    requireRoundTrip(config, folder);
    requireWithinBounds(
        parity, Form.CONFIG, parity.measure(config.model(), config.type(), parity.weights()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("archives")
  void kerasArchiveGivesKerasNumbers(Path folder) throws IOException {
    requireKerasNumbers(folder, Form.KERAS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wholeModels")
  void wholeModelInHdf5GivesKerasNumbers(Path folder) throws IOException {
    requireKerasNumbers(folder, Form.H5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("weightsFiles")
  void weightsFileGivesKerasNumbers(Path folder) throws IOException {
    requireKerasNumbers(folder, Form.WEIGHTS_H5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("legacyWeightsFiles")
  void legacyWeightsFileGivesKerasNumbers(Path folder) throws IOException {
    requireKerasNumbers(folder, Form.LEGACY_H5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checkpoints")
  void checkpointGivesKerasNumbers(Path folder) throws IOException {
    requireKerasNumbers(folder, Form.CHECKPOINT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("savedModels")
  void rebuiltSavedModelGivesKerasNumbers(Path folder) throws IOException {
    requireKerasNumbers(folder, Form.SAVED_MODEL);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servingModels")
  void keras2SavedModelRunsAsItIs(Path folder) throws IOException {
    List<String> names = parity(folder).config().model().outputNames();
    requireSameOutputs(folder, Form.SERVING, "saved_model", names::get);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("exportedModels")
  void keras3ExportRunsAsItIs(Path folder) throws IOException {
    requireSameOutputs(folder, Form.EXPORT, "export", i -> "output_" + i);
  }

  private static Parity parity(Path folder) throws IOException {
    Parity known = PARITIES.get(folder);
    if (known == null) {
      known = Parity.of(folder);
      PARITIES.put(folder, known);
    }
    return known;
  }

  private static void requireKerasNumbers(Path folder, Form form) throws IOException {
    Parity parity = parity(folder);
    LoadedModel loaded = form.read(folder);
    assertThat(loaded.type()).isEqualTo(parity.fixture().type());
    assertThat(loaded.weights().values()).isEqualTo(parity.weights().cast(loaded.type()).values());
    Differences differences = parity.measure(loaded.model(), loaded.type(), loaded.weights());
    boolean wholeModel = form == Form.KERAS || form == Form.H5;
    if (wholeModel && parity.fixture().data().containsKey("continued_losses")) {
      differences = differences.and(parity.continueTraining(loaded));
    }
    requireWithinBounds(parity, form, differences);
  }

  private static void requireSameOutputs(
      Path folder, Form form, String name, IntFunction<String> outputName) throws IOException {
    Parity parity = parity(folder);
    Differences differences = new Differences();
    try (SavedModel model = SavedModel.open(folder.resolve(name))) {
      Set<String> names = model.signature(SavedModel.DEFAULT_SIGNATURE).inputNames();
      for (String call : List.of("", "2")) {
        List<Array> expected = parity.fixture().list("y" + call);
        if (expected.isEmpty()) {
          continue;
        }
        Map<String, Array> found =
            model.run(SavedModel.DEFAULT_SIGNATURE, inputs(parity, "x" + call, names));
        List<Array> outputs = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
          outputs.add(found.get(outputName.apply(i)));
        }
        differences.compare(Kind.OUTPUTS, "y" + call, outputs, expected);
      }
    }
    requireWithinBounds(parity, form, differences);
  }

  /** Inputs by name; Keras 3 calls the only input of a Sequential model as it likes. */
  private static Map<String, Array> inputs(Parity parity, String key, Set<String> names) {
    List<Array> arrays = parity.fixture().list(key);
    if (arrays.size() == 1 && names.size() == 1) {
      return Map.of(names.iterator().next(), arrays.get(0));
    }
    Map<String, Array> inputs = new LinkedHashMap<>();
    List<Input> named = parity.config().model().inputs();
    for (int i = 0; i < arrays.size(); i++) {
      inputs.put(named.get(i).name(), arrays.get(i));
    }
    return inputs;
  }

  private static void requireWithinBounds(Parity parity, Form form, Differences differences) {
    Fixture fixture = parity.fixture();
    List<WiderBound> wider = WIDER.getOrDefault(fixture.name(), List.of());
    TABLE.add(fixture.name(), form, differences, wider.stream().map(WiderBound::reason).toList());
    differences.requireWithinBounds(fixture.type(), wider);
  }

  private static void requireRoundTrip(KerasConfig config, Path folder) throws IOException {
    String json;
    try {
      json = KerasConfig.write(config.model(), config.type());
    } catch (IllegalArgumentException e) {
      // What Keras 2 alone has cannot be written in the form of Keras 3.
      assertThat(e).hasMessageStartingWith("Keras 3 has no");
      assertThat(folder.getParent()).endsWithRaw(Path.of("keras2"));
      return;
    }
    assertThat(inFloat32(KerasConfig.of(json))).isEqualTo(inFloat32(config));
  }

  /** Keras 3 rounds the factors of regularizers. */
  private static String inFloat32(KerasConfig config) {
    return Pattern.compile("\\d+\\.\\d+")
        .matcher(config.toString())
        .replaceAll(match -> Float.toString(Float.parseFloat(match.group())));
  }
}
