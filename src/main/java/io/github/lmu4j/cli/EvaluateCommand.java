package io.github.lmu4j.cli;

import io.github.lmu4j.io.ModelFormatException;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares a model's first output with what it should be. */
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
      paramLabel = "FILE.npz",
      description = "The model's inputs, by their names or as x, and the targets as y.")
  private Path data = Path.of("");

  @Option(
      names = "--loss",
      required = true,
      paramLabel = "NAME",
      description = "As Keras names it.")
  private String loss = "";

  @Option(names = "--metric", paramLabel = "NAME", description = "As Keras names it; repeatable.")
  private List<String> metrics = List.of();

  @Override
  public Integer call() throws IOException {
    Loss objective = named(() -> Loss.named(loss));
    Metric[] measures =
        metrics.stream().map(name -> named(() -> Metric.named(name))).toArray(Metric[]::new);
    int batchSize = options.batchSize();
    Map<String, Array> arrays = new LinkedHashMap<>(Npz.read(data));
    Array targets = arrays.remove("y");
    if (targets == null) {
      throw new ModelFormatException(
          data.toString(), "an array y with the targets", arrays.keySet().toString());
    }
    try (ModelSource source = options.open()) {
      Map<String, Array> outputs = source.run(source.select(arrays, data), batchSize);
      compare(outputs.values().iterator().next(), targets, batchSize, objective, measures)
          .forEach(
              (name, value) ->
                  spec.commandLine().getOut().printf(Locale.ROOT, "%s: %.6f%n", name, value));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  /** Loss and metrics of predictions, by a model that passes them through. */
  private Map<String, Double> compare(
      Array predictions, Array targets, int batchSize, Loss objective, Metric... measures) {
    DType type = predictions.type();
    Array fitting =
        objective.isSparse() ? Array.of(targets.shape(), targets.toInts()) : targets.cast(type);
    Model identity = Model.sequential(predictions.shape().tail()).build();
    try (Trainer trainer = Trainer.builder(identity).type(type).loss(objective, measures).build()) {
      return trainer.evaluate(Dataset.of(predictions, fitting), batchSize);
    }
  }

  /** Looks a name up; one that is not known is wrong usage. */
  private <V> V named(java.util.function.Supplier<V> lookup) {
    try {
      return lookup.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
