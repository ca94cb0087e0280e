package io.github.lmu4j.cli;

import io.github.lmu4j.io.AtomicFolder;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFormat;
import io.github.lmu4j.io.SavedModelWriter;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.History;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.Metric;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model of Keras further. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    description = "Train a model further, and write it in any form.")
final class FitCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Mixin private ObjectiveOptions objective = new ObjectiveOptions();

  @Mixin private FormOptions form = new FormOptions();

  @Mixin private OptimizerOptions optimizer = new OptimizerOptions();

  @Option(names = "--model", required = true, paramLabel = "PATH", description = "The model.")
  private Path model = Path.of("");

  @Option(
      names = {"--data", "--input"},
      required = true,
      paramLabel = "FILE.npz",
      description =
          "The model's inputs by their names, or as x, or x/0, x/1, ...; targets alike, or as y.")
  private Path data = Path.of("");

  @Option(
      names = "--epochs",
      defaultValue = "1",
      description = "How often all examples are seen (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch-size",
      defaultValue = "32",
      description = "Examples a step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(names = "--no-shuffle", description = "Take the examples in the file's order.")
  private boolean inOrder;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Decides order and dropout (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "PATH",
      description =
          "A .keras, .h5, .weights.h5, .npz or .ckpt file, or the folder of a SavedModel; replaced"
              + " if it exists.")
  private Path output = Path.of("");

  @Override
  public Integer call() throws IOException {
    Loss loss = objective.loss();
    List<Metric> metrics = objective.metrics();
    optimizer.check();
    FitOptions options =
        objective
            .named(() -> FitOptions.epochs(epochs).withBatchSize(batchSize))
            .withShuffle(!inOrder);
    form.requireWritable(output);
    LoadedModel loaded = reading.load(model);
    OptimizerOptions.Begun begun = optimizer.begin(loaded.optimizer());
    LayeredModel layered = new LayeredModel(loaded);
    Dataset dataset = layered.dataset(NamedArrays.read(data), loss);
    PrintWriter err = spec.commandLine().getErr();
    err.printf("%s: %s%n", model, begun);
    err.flush();
    try (Interruption interruption = Interruption.watch();
        Trainer trainer =
            layered
                .trainer(loss, metrics)
                .seed(seed)
                .optimizer(begun.config())
                .optimizerState(begun.state())
                .build()) {
      form.requireHolds(model, output, trainer.trained(loaded));
      History history;
      try (ProgressCallback progress = new ProgressCallback(epochs)) {
        history = trainer.fit(dataset, options.withCallbacks(progress, interruption));
      }
      write(loaded, trainer, history);
      report(history);
      if (interruption.happened()) {
        throw new IOException(
            "%s: expected %d epochs, found an interruption in epoch %d; what was reached is written"
                .formatted(output, epochs, history.epochs() + 1));
      }
    }
    return 0;
  }

  private void write(LoadedModel loaded, Trainer trainer, History history) throws IOException {
    LoadedModel trained = trainer.trained(loaded);
    if (form.of(output, trained) == ModelFormat.SAVED_MODEL) {
      AtomicFolder.write(
          output,
          folder -> {
            SavedModelWriter.into(folder, trained);
            HistoryFile.write(folder.resolve("history.csv"), history);
          });
    } else {
      form.write(model, output, trained, false);
    }
  }

  private void report(History history) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("model " + output);
    history
        .values()
        .forEach(
            (name, values) -> {
              if (!values.isEmpty()) {
                out.printf(Locale.ROOT, "%s: %.6f%n", name, values.get(values.size() - 1));
              }
            });
    out.flush();
  }
}
