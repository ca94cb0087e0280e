package io.github.lmu4j.cli;

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

/** Compares a model's outputs with what they should be. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Compute the loss and metrics of a model.")
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ModelOptions options = new ModelOptions();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE.npz|psmnist",
      description =
          "The model's inputs by their names, or as x, or x/0, x/1, ...; targets alike, or as y."
              + " Or psmnist: the 10,000 embedded test images.")
  private Path data = Path.of("");

  @Mixin private ObjectiveOptions objective = new ObjectiveOptions();

  @Override
  public Integer call() throws IOException {
    Loss loss = objective.loss();
    List<Metric> metrics = objective.metrics();
    int batchSize = options.batchSize();
    NamedArrays arrays = NamedArrays.readOrMake(data);
    try (OpenModel model = options.open()) {
      PrintWriter out = spec.commandLine().getOut();
      model
          .evaluate(arrays, batchSize, loss, metrics)
          .forEach((name, value) -> out.printf(Locale.ROOT, "%s: %.6f%n", name, value));
      out.flush();
    }
    return 0;
  }
}
