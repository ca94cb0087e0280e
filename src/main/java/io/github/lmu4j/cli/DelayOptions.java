package io.github.lmu4j.cli;

import io.github.lmu4j.data.BandLimitedNoise;
import io.github.lmu4j.io.ModelFormatException;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.spiking.DelayNetwork;
import io.github.lmu4j.spiking.Ensemble;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the input, the neurons and the weights of a delay network come from. */
final class DelayOptions {

  /** How many neurons are drawn. */
  static final int NEURONS = 1000;

  /** The highest frequency of the input that is drawn, in hertz. */
  private static final double HIGH = 2;

  private static final double RMS = 0.3;
  private static final double DEFAULT_SECONDS = 100;

  /** One period of the lowest frequency that fits. */
  private static final double LEAST_SECONDS = 1 / HIGH;

  /** Drawing the input takes a time that grows with the square of its length. */
  private static final double MOST_SECONDS = 10_000;

  private static final long MOST_SEED = 0xffffffffL;
  private static final int ORDER = DelayNetwork.DEFAULT.order();

  // The arrays of files.
  private static final String U = "u";
  private static final String WEIGHTS = "weights";
  private static final String ENCODERS = "encoders";
  private static final String GAIN = "gain";
  private static final String BIAS = "bias";
  private static final String VOLTAGE = "v0";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "How long (default: 100, or as long as the input of the file). The last fifth is not"
              + " learned from.")
  private Optional<Double> seconds = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the neurons that are drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--input-seed",
      paramLabel = "N",
      defaultValue = "5",
      description = "Of the input that is drawn (default: ${DEFAULT-VALUE}).")
  private long inputSeed;

  @Option(
      names = "--input",
      paramLabel = "FILE.npz",
      description =
          "The input u (steps), and, if there, encoders (neurons, order), gain, bias and v0"
              + " (neurons): the current is bias + gain (encoders m), v0 the voltage before.")
  private Optional<Path> input = Optional.empty();

  @Option(
      names = "--weights",
      paramLabel = "FILE.npz",
      description = "An output of before: its neurons and weights, which do not learn any more.")
  private Optional<Path> weights = Optional.empty();

  /** Band-limited noise, {@code dt} apart. */
  static double[] noise(double seconds, long seed) {
    return new BandLimitedNoise(seconds, DelayNetwork.DEFAULT.dt(), HIGH, RMS).signal(seed);
  }

  /** {@return whether weights are given, which do not learn} */
  boolean taught() {
    return weights.isPresent();
  }

  /** Ends the command as wrongly used if a number is out of range. */
  void check() {
    double length = seconds.orElse(DEFAULT_SECONDS);
    double least = input.isPresent() ? DelayNetwork.DEFAULT.dt() : LEAST_SECONDS;
    if (!(length >= least && length <= MOST_SECONDS)) {
      throw wrong(
          "--seconds must be from %s to %s (got %s)".formatted(least, MOST_SECONDS, length));
    }
    for (long value : new long[] {seed, inputSeed}) {
      if (value < 0 || value > MOST_SEED) {
        throw wrong("seeds must be from 0 to %d (got %d)".formatted(MOST_SEED, value));
      }
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The input. */
  double[] signal() throws IOException {
    if (input.isEmpty()) {
      return noise(seconds.orElse(DEFAULT_SECONDS), inputSeed);
    }
    Path file = input.get();
    Array u = required(file, Npz.read(file), U);
    if (u.shape().numDimensions() != 1 || u.size() == 0) {
      throw new ModelFormatException(
          file.toString(), U + " of shape (steps), at least one", U + " of shape " + u.shape());
    }
    double[] values = u.toDoubles();
    int steps =
        seconds.isEmpty()
            ? values.length
            : (int) Math.rint(seconds.get() / DelayNetwork.DEFAULT.dt());
    if (steps > values.length) {
      throw new ModelFormatException(
          file.toString(), "%s of at least %d steps".formatted(U, steps), values.length + " steps");
    }
    return Arrays.copyOf(values, steps);
  }

  /** The neurons: those of the weights' file, else of the input's, else drawn. */
  Ensemble ensemble() throws IOException {
    Optional<Path> source = weights.or(() -> input);
    if (source.isEmpty()) {
      return Ensemble.random(NEURONS, ORDER, seed);
    }
    Path file = source.get();
    Map<String, Array> arrays = Npz.read(file);
    if (taught()) {
      for (String name : List.of(ENCODERS, GAIN, BIAS)) {
        required(file, arrays, name);
      }
    }
    int neurons =
        Stream.of(ENCODERS, GAIN, BIAS, VOLTAGE)
            .flatMap(name -> Stream.ofNullable(arrays.get(name)))
            .mapToInt(array -> array.shape().numDimensions() == 0 ? 0 : (int) array.shape().get(0))
            .findFirst()
            .orElse(NEURONS);
    try {
      Ensemble drawn = Ensemble.random(neurons, ORDER, seed);
      Ensemble ensemble =
          new Ensemble(
              arrays.getOrDefault(ENCODERS, drawn.encoders()),
              arrays.getOrDefault(GAIN, drawn.gain()),
              arrays.getOrDefault(BIAS, drawn.bias()),
              arrays.getOrDefault(VOLTAGE, drawn.voltage()));
      if (ensemble.dimensions() != ORDER) {
        throw new IllegalArgumentException(
            "%s of shape %s".formatted(ENCODERS, ensemble.encoders().shape()));
      }
      return ensemble;
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          file.toString(),
          "%s of shape (neurons, %d) and finite %s, %s and %s of shape (neurons)"
              .formatted(ENCODERS, ORDER, GAIN, BIAS, VOLTAGE),
          "" + e.getMessage(),
          e);
    }
  }

  /** The weights before the first step: those of a file, else none. */
  Array weights(Ensemble ensemble) throws IOException {
    if (weights.isEmpty()) {
      return Array.zeros(ensemble.gain().shape(), DType.FLOAT64);
    }
    Path file = weights.get();
    Array found = required(file, Npz.read(file), WEIGHTS);
    if (!found.shape().equals(ensemble.gain().shape())) {
      throw new ModelFormatException(
          file.toString(),
          "%s of shape %s".formatted(WEIGHTS, ensemble.gain().shape()),
          found.shape().toString());
    }
    return found;
  }

  /** What a file says of neurons, by the names that are read here. */
  static Map<String, Array> arrays(Ensemble ensemble) {
    return Map.of(
        ENCODERS, ensemble.encoders(),
        GAIN, ensemble.gain(),
        BIAS, ensemble.bias(),
        VOLTAGE, ensemble.voltage());
  }

  private static Array required(Path file, Map<String, Array> arrays, String name)
      throws ModelFormatException {
    Array array = arrays.get(name);
    if (array == null) {
      throw new ModelFormatException(
          file.toString(), "an array " + name, arrays.keySet().toString());
    }
    for (double value : array.toDoubles()) {
      if (!Double.isFinite(value)) {
        throw new ModelFormatException(
            file.toString(), "finite numbers in " + name, String.valueOf(value));
      }
    }
    return array;
  }
}
