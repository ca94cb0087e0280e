package io.github.lmu4j.cli;

import io.github.lmu4j.data.Forecasts;
import io.github.lmu4j.data.MackeyGlassTask;
import io.github.lmu4j.io.AtomicFolder;
import io.github.lmu4j.io.SavedModelWriter;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.History;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tensorflow.ndarray.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Trains a network, from several seeds, to foretell the Mackey-Glass series 15 steps ahead.
 *
 * <p>The score is NRMSE: the root of the mean squared error over the targets' standard deviation,
 * over every step of every series that was held out, those at the beginning included where the
 * network has seen too little to know. The recipes were chosen by the validation series, {@code
 * --validate}; the test series are looked at once, at the end.
 */
@Command(
    name = "mackey-glass",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Train to foretell the chaotic Mackey-Glass series 15 steps ahead.")
final class TrainMackeyGlassCommand implements Callable<Integer> {

  /** Steps of a piece: many times what a forecast needs to know. */
  private static final int PIECE = 250;

  /** Series at a time when the trained network is scored. */
  private static final int SCORING_BATCH = 32;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--variant",
      defaultValue = "lmu",
      description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private MackeyGlassRecipe variant = MackeyGlassRecipe.LMU;

  @Option(
      names = "--seeds",
      defaultValue = "3",
      paramLabel = "N",
      description = "How many networks, of seeds 0 to N - 1 (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(names = "--epochs", description = "Times through the data (default: the recipe's).")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--batch-size",
      defaultValue = "64",
      description = "Pieces of a series a step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--series",
      defaultValue = "128",
      description = "How many series, half of them for training (default: ${DEFAULT-VALUE}).")
  private int series;

  @Option(
      names = "--steps",
      defaultValue = "5000",
      description = "Length of a series (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      description = "Where the network of seed 0 goes (default: mackey-glass-VARIANT).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--validate",
      description = "Score on the validation series, not on the test series.")
  private boolean validate;

  @Override
  public Integer call() throws IOException {
    Bounds.requireAtLeast(spec, "--seeds", 1, seeds);
    Bounds.requireAtLeast(spec, "--epochs", 1, epochs.orElse(1));
    Bounds.requireAtLeast(spec, "--batch-size", 1, batchSize);
    Bounds.requireAtLeast(spec, "--series", 4, series);
    Bounds.requireAtLeast(spec, "--steps", 1, steps);
    Path target = output.orElse(Path.of("mackey-glass-" + variant));
    AtomicFolder.requireWritable(target);
    MackeyGlassTask task = MackeyGlassTask.of(0, series, steps);
    Forecasts training = task.training().pieces(Math.min(PIECE, steps));
    Forecasts held = validate ? task.validation() : task.test();
    List<Double> errors = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      errors.add(train(seed, training, held, target));
      show("seed %d %s NRMSE: %.4f%n", seed, held(), errors.get(seed));
    }
    show("model %s%n", target);
    double mean = errors.stream().mapToDouble(error -> error).average().orElseThrow();
    show("%s NRMSE: %.4f%n", held(), mean);
    return 0;
  }

  private double train(int seed, Forecasts training, Forecasts held, Path target)
      throws IOException {
    FitOptions options =
        FitOptions.epochs(epochs.orElse(variant.epochs())).withBatchSize(batchSize);
    long stepsAnEpoch = (training.count() + batchSize - 1L) / batchSize;
    try (Interruption interruption = Interruption.watch();
        Trainer trainer =
            Trainer.builder(variant.model())
                .seed(seed)
                .optimizer(variant.optimizer(options.epochs() * stepsAnEpoch))
                .loss(Loss.named("mse"))
                .build()) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          Locale.ROOT,
          "%s: %,d parameters, %,d pieces of %d steps, %d epochs of %d steps%n",
          variant,
          trainer.weights().parameters(),
          training.count(),
          training.steps(),
          options.epochs(),
          stepsAnEpoch);
      err.flush();
      Dataset data =
          Dataset.of(array(training, training.inputs()), array(training, training.targets()));
      History history;
      try (ProgressCallback progress = new ProgressCallback(options.epochs())) {
        history = trainer.fit(data, options.withCallbacks(progress, interruption));
      }
      if (interruption.happened()) {
        throw new IOException("%s: training was interrupted".formatted(target));
      }
      Array inputs = array(held, held.inputs());
      float[] forecasts = trainer.predict(List.of(inputs), SCORING_BATCH).get(0).toFloats();
      if (seed == 0) {
        AtomicFolder.write(
            target,
            folder -> {
              SavedModelWriter.into(folder, trainer.model(), trainer.weights(), DType.FLOAT32);
              HistoryFile.write(folder.resolve("history.csv"), history);
              MackeyGlassPlot.write(folder.resolve("mackey-glass.png"), history, held, forecasts);
            });
      }
      return held.normalizedError(forecasts);
    }
  }

  private String held() {
    return validate ? "validation" : "test";
  }

  private void show(String format, Object... values) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, format, values);
    out.flush();
  }

  private static Array array(Forecasts forecasts, float[] values) {
    return Array.of(Shape.of(forecasts.count(), forecasts.steps(), 1), values);
  }
}
