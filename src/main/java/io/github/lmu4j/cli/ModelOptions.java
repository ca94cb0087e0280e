package io.github.lmu4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that runs a model on arrays. */
final class ModelOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Option(names = "--model", required = true, paramLabel = "PATH", description = "The model.")
  private Path model = Path.of("");

  @Option(
      names = "--batch-size",
      defaultValue = "100",
      description = "Examples at a time (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--signature",
      paramLabel = "NAME",
      description = "The signature of a SavedModel to run (default: serving_default).")
  private Optional<String> signature = Optional.empty();

  /** Made by picocli. */
  ModelOptions() {}

  /** Examples at a time. */
  int batchSize() {
    Bounds.requireAtLeast(spec, "--batch-size", 1, batchSize);
    return batchSize;
  }

  /** Opens the model; whoever asks closes it. */
  OpenModel open() throws IOException {
    return reading.open(model, signature);
  }
}
