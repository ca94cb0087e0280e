package io.github.lmu4j.cli;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.spiking.DelayNetwork;
import io.github.lmu4j.spiking.DelayRun;
import io.github.lmu4j.spiking.DelaySimulator;
import io.github.lmu4j.spiking.Ensemble;
import io.github.lmu4j.spiking.IdealDelay;
import io.github.lmu4j.spiking.NeuronType;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets neurons learn to say what the input was half a second ago. */
@Command(
    name = "delay",
    mixinStandardHelpOptions = true,
    description =
        "Let neurons learn online to read an input of half a second ago from a Legendre memory"
            + " of one second, order 8, in steps of 1 ms.")
final class SimulateDelayCommand implements Callable<Integer> {

  /** What reads the memory. */
  enum Mode {
    /** Spiking neurons that learn. */
    SPIKING,
    /** Neurons that are active all the time, and learn. */
    RATE,
    /** The Legendre polynomials. */
    ANALYTIC,
    /** The weights of the least error. */
    LEAST_SQUARES;

    /** The name on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DelayOptions options = new DelayOptions();

  @Option(
      names = "--mode",
      defaultValue = "spiking",
      description = "What reads the memory: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Mode mode = Mode.SPIKING;

  @Option(
      names = "--dtype",
      defaultValue = "float64",
      description = "float32 or float64 (default: ${DEFAULT-VALUE}).")
  private DType type = DType.FLOAT64;

  @Option(
      names = "--output",
      paramLabel = "FILE.npz",
      description =
          "Where u, target, decoded (steps), memory (steps, order) and weights go; and the neurons,"
              + " so that the file may be an input again.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Where a plot goes: input, delay, memory, and the window read from it.")
  private Optional<Path> plot = Optional.empty();

  @Override
  public Integer call() throws IOException {
    options.check();
    if (!type.isFloating()) {
      throw new ParameterException(
          spec.commandLine(), "--dtype must be float32 or float64 (got " + type.kerasName() + ")");
    }
    double[] u = options.signal();
    Map<String, Array> arrays = new LinkedHashMap<>();
    DelayRun run =
        switch (mode) {
          case SPIKING -> learn(NeuronType.SPIKING, u, arrays);
          case RATE -> learn(NeuronType.RATE, u, arrays);
          case ANALYTIC -> read(IdealDelay.ANALYTIC, u);
          case LEAST_SQUARES -> read(IdealDelay.LEAST_SQUARES, u);
        };
    arrays.put("u", run.u());
    arrays.put("target", run.target());
    arrays.put("decoded", run.decoded());
    arrays.put("memory", run.memory());
    arrays.put("weights", run.weights());
    if (output.isPresent()) {
      Npz.write(output.get(), arrays);
    }
    if (plot.isPresent()) {
      DelayPlot.write(plot.get(), DelayNetwork.DEFAULT, run);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "NRMSE of the last 20 %%: %.4f%n", run.error());
    out.flush();
    return 0;
  }

  private DelayRun read(IdealDelay decoder, double[] u) {
    if (options.taught()) {
      throw new ParameterException(
          spec.commandLine(), "--weights must go with --mode spiking or rate (got " + mode + ")");
    }
    int learning = Math.max(1, DelayNetwork.learningSteps(u.length));
    return decoder.run(DelayNetwork.DEFAULT, u, learning, type);
  }

  /**
   * Runs neurons.
   *
   * @param arrays gets what the file of the output says of them
   */
  private DelayRun learn(NeuronType neurons, double[] u, Map<String, Array> arrays)
      throws IOException {
    Ensemble ensemble = options.ensemble();
    arrays.putAll(DelayOptions.arrays(ensemble));
    int learning = options.taught() ? 0 : DelayNetwork.learningSteps(u.length);
    try (DelaySimulator simulator =
            DelaySimulator.of(
                DelayNetwork.DEFAULT.withNeurons(neurons),
                ensemble,
                options.weights(ensemble),
                type);
        ProgressBar bar =
            new ProgressBarBuilder()
                .setTaskName("simulating")
                .setStyle(ProgressBarStyle.ASCII)
                .setInitialMax(u.length)
                .setUpdateIntervalMillis(100)
                .setUnit(" steps", 1)
                .build()) {
      return simulator.run(u, learning, bar::stepTo);
    }
  }
}
