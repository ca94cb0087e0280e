package io.github.lmu4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.io.KerasConfig;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.model.StreamingPredictor;
import io.github.lmu4j.testing.Difference;
import io.github.lmu4j.testing.Differences;
import io.github.lmu4j.testing.Differences.Kind;
import io.github.lmu4j.testing.Differences.WiderBound;
import io.github.lmu4j.testing.Fixture;
import io.github.lmu4j.testing.Form;
import io.github.lmu4j.testing.Parity;
import io.github.lmu4j.testing.Streamed;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every model that Python made runs along streams, an example a stream, with the numbers that
 * Keras, PyTorch or NengoDL has for the whole sequences; but for those that cannot, which say why.
 */
class StreamingParityTest {

  /** Cases that cannot run along a stream, by what they are told. */
  private static final Map<String, List<String>> REFUSED =
      Map.of(
          "must give one output a step",
          List.of(
              "activation-layers",
              "batch-normalizations",
              "batch-normalizations-float64",
              "bidirectional-ave",
              "bidirectional-concat",
              "bidirectional-concat-return-sequences",
              "bidirectional-lstm",
              "bidirectional-mul",
              "bidirectional-own-backward",
              "bidirectional-separate",
              "bidirectional-separate-return-sequences",
              "bidirectional-states",
              "bidirectional-sum",
              "bidirectional-sum-return-sequences",
              "convolution-lmu",
              "depthwise-convolutions",
              "embedding-masked",
              "image",
              "layer-normalizations",
              "layer-normalizations-float64",
              "masked-bidirectional",
              "merges",
              "nested-functional",
              "nested-functional-float64",
              "pooling",
              "rearrangements",
              "shapes"),
          "must be sequences",
          List.of(
              "activations",
              "activations-float64",
              "activations-keras3",
              "constraints",
              "dense-activations",
              "functional-shared",
              "functional-shared-float64",
              "functional-used-twice",
              "initializers",
              "input-shape-argument",
              "normalization-adapted",
              "normalization-fixed",
              "repeat-vector"),
          "padding must be causal",
          List.of("convolutions", "convolutions-float64"),
          "must begin with zeros",
          List.of("encoder-decoder", "rnn-initial-state"),
          "go_backwards must be false",
          List.of(
              "masked-backwards",
              "masking-value",
              "recurrent-layers",
              "recurrent-layers-float64",
              "rnn-backwards",
              "rnn-backwards-float64"),
          "time_major must be false",
          List.of("rnn-time-major"));

  private static final Path FIXTURES = Path.of("models", "fixtures");

  private static final WiderBound TRUNCATED =
      new WiderBound(Kind.OUTPUTS, 0.05, "truncate_ir is 0.05; a recurrence cuts nothing off");

  private static boolean isRefused(Path folder) {
    String name = folder.getFileName().toString();
    return REFUSED.values().stream().anyMatch(cases -> cases.contains(name));
  }

  static Stream<Path> causal() throws IOException {
    return Form.CONFIG.folders().stream().filter(folder -> !isRefused(folder));
  }

  static Stream<Path> others() throws IOException {
    return Form.CONFIG.folders().stream().filter(StreamingParityTest::isRefused);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("causal")
  void streamGivesKerasNumbers(Path folder) throws IOException {
    Parity parity = Parity.of(folder);
    Fixture fixture = parity.fixture();
    KerasConfig config = parity.config();
    List<Array> expected = fixture.list("y");
    List<Array> found =
        Streamed.run(config.model(), parity.weights(), config.type(), fixture.list("x"), expected);
    Differences differences = new Differences();
    differences.compare(Kind.OUTPUTS, "y", found, expected);
    differences.requireWithinBounds(
        config.type(),
        folder.endsWith("feedforward-raw-truncated") ? List.of(TRUNCATED) : List.of());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void whatCannotRunAlongAStreamSaysWhy(Path folder) throws IOException {
    Parity parity = Parity.of(folder);
    String name = folder.getFileName().toString();
    String rule =
        REFUSED.entrySet().stream()
            .filter(entry -> entry.getValue().contains(name))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining());
    assertThatThrownBy(
            () -> StreamingPredictor.open(parity.config().model(), parity.weights()).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("on a stream")
        .hasMessageContaining(rule);
  }

  private static List<Path> foldersWith(String world, String file) throws IOException {
    try (Stream<Path> folders = Files.list(FIXTURES.resolve(world))) {
      return folders.filter(folder -> Files.exists(folder.resolve(file))).sorted().toList();
    }
  }

  static List<Path> pyTorch() throws IOException {
    return foldersWith("pytorch", "data.npz").stream()
        .filter(folder -> folder.getFileName().toString().startsWith("lmu"))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pyTorch")
  void streamGivesPyTorchsNumbers(Path folder) throws IOException {
    Fixture fixture = Fixture.read(folder);
    List<Array> expected = fixture.list("y");
    boolean sequences = expected.get(0).shape().numDimensions() == 3;
    LoadedModel loaded = ModelFile.readPyTorch(folder.resolve("model.pt"), sequences);
    requireSame(loaded, fixture.list("x"), expected);
  }

  static List<Path> nengoDl() throws IOException {
    return foldersWith("nengodl", "lmu_params.npz");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nengoDl")
  void streamGivesNengoDlsNumbers(Path folder) throws IOException {
    Map<String, Array> data = Npz.read(folder.resolve("data.npz"));
    LoadedModel loaded = ModelFile.read(folder.resolve("lmu_params.npz"));
    requireSame(
        loaded,
        List.of(Objects.requireNonNull(data.get("x"))),
        List.of(Objects.requireNonNull(data.get("y"))));
  }

  private static void requireSame(LoadedModel loaded, List<Array> x, List<Array> y) {
    List<Array> found = Streamed.run(loaded.model(), loaded.weights(), loaded.type(), x, y);
    double bound = loaded.type() == DType.FLOAT64 ? 1e-10 : 1e-5;
    assertThat(Difference.relative(found.get(0), y.get(0))).isLessThan(bound);
  }

  /** What R's layer_lmu makes is among Keras' fixtures. */
  @Test
  void networksOfRAreAmongThem() throws IOException {
    assertThat(causal().map(folder -> folder.getFileName().toString()))
        .contains("r-layer-lmu", "r-layer-lmu-sequences", "r-layer-lmu-states");
  }

  @Test
  void mostModelsRunAlongStreams() throws IOException {
    assertThat(causal().count()).isGreaterThan(2 * others().count());
  }
}
