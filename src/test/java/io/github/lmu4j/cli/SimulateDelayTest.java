package io.github.lmu4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.testing.NengoDelay;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

class SimulateDelayTest {

  private static final String LABEL = "NRMSE of the last 20 %: ";

  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {

    double error() {
      assertThat(code).withFailMessage(err).isZero();
      List<String> lines = out.lines().toList();
      String last = lines.get(lines.size() - 1);
      assertThat(last).startsWith(LABEL);
      return Double.parseDouble(last.substring(LABEL.length()));
    }
  }

  private static Outcome simulate(String options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            ("simulate delay " + options).strip().split(" +"));
    return new Outcome(code, out.toString(), err.toString());
  }

  private static Array array(Map<String, Array> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  @ParameterizedTest
  @CsvSource({"spiking,40,0.7", "rate,40,0.7", "analytic,40,0.1", "least_squares,40,0.02"})
  void writesWhatHappenedAndPlotsIt(String mode, int seconds, double bound) throws IOException {
    Path output = file("run.npz");
    Path plot = file("run.png");
    double error =
        simulate(
                "--mode %s --seconds %d --output %s --plot %s"
                    .formatted(mode, seconds, output, plot))
            .error();
    Map<String, Array> run = Npz.read(output);
    int steps = 1000 * seconds;
    boolean neurons = !mode.matches("analytic|least_squares");
    assertThat(array(run, "u").shape()).isEqualTo(Shape.of(steps));
    assertThat(array(run, "target").shape()).isEqualTo(Shape.of(steps));
    assertThat(array(run, "decoded").shape()).isEqualTo(Shape.of(steps));
    assertThat(array(run, "memory").shape()).isEqualTo(Shape.of(steps, 8));
    assertThat(array(run, "weights").shape()).isEqualTo(Shape.of(neurons ? 1000 : 8));
    assertThat(run.containsKey("encoders")).isEqualTo(neurons);
    assertThat(ImageIO.read(plot.toFile()).getHeight()).isEqualTo(1200);
    assertThat(error).isLessThan(bound);
  }

  @Test
  void neuronsOfAFileGiveNengosNumbers() throws IOException {
    Path output = file("run.npz");
    simulate("--input %s --output %s".formatted(NengoDelay.file(0), output)).error();
    NengoDelay nengo = NengoDelay.read(0);
    // Of 5 s the last one is not learned from; Nengo's run goes on.
    int[] same = IntStream.range(0, 4000).toArray();
    Map<String, Array> run = Npz.read(output);
    assertThat(array(run, "decoded").rows(same).toDoubles())
        .containsExactly(nengo.get("decoded").rows(same).toDoubles(), Offset.offset(1e-12));
    assertThat(array(run, "memory").toDoubles())
        .containsExactly(nengo.get("memory").toDoubles(), Offset.offset(1e-12));
  }

  @Test
  void outputIsAnInputThatGivesItAgain() throws IOException {
    Path first = file("first.npz");
    Path second = file("second.npz");
    simulate("--seconds 2 --seed 7 --input-seed 8 --output " + first).error();
    simulate("--input %s --output %s".formatted(first, second)).error();
    assertThat(Npz.read(second)).isEqualTo(Npz.read(first));
    simulate("--seconds 2 --seed 8 --input-seed 8 --output " + second).error();
    assertThat(array(Npz.read(second), "u")).isEqualTo(array(Npz.read(first), "u"));
    assertThat(array(Npz.read(second), "gain")).isNotEqualTo(array(Npz.read(first), "gain"));
  }

  @Test
  void learnedWeightsServeWithoutLearning() throws IOException {
    Path learned = file("learned.npz");
    Path used = file("used.npz");
    simulate("--mode rate --dtype float32 --seconds 30 --output " + learned).error();
    double error =
        simulate(
                "--mode rate --seconds 10 --input-seed 3 --weights %s --output %s"
                    .formatted(learned, used))
            .error();
    // Untaught weights say 0, whose error is about 1.
    assertThat(error).isLessThan(0.9);
    assertThat(array(Npz.read(learned), "weights").type()).isEqualTo(DType.FLOAT32);
    assertThat(array(Npz.read(used), "weights").toFloats())
        .isEqualTo(array(Npz.read(learned), "weights").toFloats());
  }

  @Test
  void inputAloneTakesNeuronsOfItsOwn() throws IOException {
    Path input = file("input.npz");
    Npz.write(input, Map.of("u", Array.of(Shape.of(600), new float[600])));
    Path output = file("run.npz");
    assertThat(simulate("--input %s --output %s".formatted(input, output)).error()).isNaN();
    assertThat(array(Npz.read(output), "gain").shape()).isEqualTo(Shape.of(1000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seconds 0.1|--seconds must be from 0.5 to 10000.0 (got 0.1)",
        "--seconds NaN|--seconds must be from 0.5 to 10000.0 (got NaN)",
        "--seed -1|seeds must be from 0 to 4294967295 (got -1)",
        "--dtype int32|--dtype must be float32 or float64 (got int32)",
        "--mode magic|Invalid value for option '--mode'",
        "--mode analytic --weights x.npz|--weights must go with --mode spiking or rate",
      })
  void wrongUsageIsNamed(String options, String message) {
    Outcome outcome = simulate(options);
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void wrongFilesAreNamed() throws IOException {
    assertWrong(Map.of("x", zeros(9)), "--input", "expected an array u, found [x]");
    assertWrong(
        Map.of("u", zeros(3, 3)), "--input", "expected u of shape (steps), at least one, found");
    assertWrong(
        Map.of("u", Array.of(Shape.of(2), 1, Double.NaN)),
        "--input",
        "expected finite numbers in u, found NaN");
    assertWrong(
        Map.of("u", zeros(5)),
        "--seconds 0.006 --input",
        "expected u of at least 6 steps, found 5 steps");
    assertWrong(
        Map.of("u", zeros(5), "gain", zeros(3), "bias", zeros(4)),
        "--input",
        "found bias must have shape [3], one value for each encoder (got [4])");
    assertWrong(
        Map.of("u", zeros(5), "encoders", zeros(3, 7)),
        "--input",
        "expected encoders of shape (neurons, 8)");
    Map<String, Array> network = new HashMap<>();
    network.put("encoders", zeros(3, 8));
    network.put("gain", zeros(3));
    network.put("bias", zeros(3));
    assertWrong(network, "--weights", "expected an array weights, found");
    network.put("weights", zeros(4));
    assertWrong(network, "--weights", "expected weights of shape [3], found [4]");
    network.remove("gain");
    assertWrong(network, "--weights", "expected an array gain, found");
    assertThat(simulate("--input " + file("none.npz")).code()).isEqualTo(1);
  }

  private void assertWrong(Map<String, Array> arrays, String options, String message)
      throws IOException {
    Path file = file("wrong.npz");
    Npz.write(file, arrays);
    Outcome outcome = simulate(options + " " + file);
    assertThat(outcome.err()).contains(file.toString()).contains(message);
    assertThat(outcome.code()).isEqualTo(1);
  }

  private static Array zeros(long... shape) {
    return Array.zeros(Shape.of(shape), DType.FLOAT64);
  }
}
