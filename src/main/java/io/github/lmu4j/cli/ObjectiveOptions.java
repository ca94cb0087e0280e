package io.github.lmu4j.cli;

import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.Metric;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that compares a model's outputs with what they should be. */
final class ObjectiveOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--loss",
      required = true,
      paramLabel = "NAME",
      description = "As Keras names it.")
  private String loss = "";

  @Option(
      names = "--from-logits",
      description = "The outputs are logits: the softmax or sigmoid is the loss's own.")
  private boolean fromLogits;

  @Option(names = "--metric", paramLabel = "NAME", description = "As Keras names it; repeatable.")
  private List<String> metrics = List.of();

  /** Made by picocli. */
  ObjectiveOptions() {}

  Loss loss() {
    Loss found = named(() -> Loss.named(loss));
    return fromLogits ? named(() -> onLogits(found)) : found;
  }

  private static Loss onLogits(Loss loss) {
    return loss.onLogits()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--from-logits needs a cross-entropy (got %s)".formatted(loss.kerasName())));
  }

  List<Metric> metrics() {
    return metrics.stream().map(name -> named(() -> Metric.named(name))).toList();
  }

  /** Looks a name up; one that is not known is wrong usage. */
  <V> V named(Supplier<V> lookup) {
    try {
      return lookup.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
