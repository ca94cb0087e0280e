package io.github.lmu4j.cli;

import io.github.lmu4j.io.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that runs a model on arrays. */
final class ModelOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--model", required = true, paramLabel = "PATH", description = "The model.")
  private Path model = Path.of("");

  @Option(
      names = "--batch-size",
      defaultValue = "100",
      description = "Examples at a time (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--signature",
      defaultValue = SavedModel.DEFAULT_SIGNATURE,
      description = "The signature of a SavedModel to run (default: ${DEFAULT-VALUE}).")
  private String signature = SavedModel.DEFAULT_SIGNATURE;

  /** Made by picocli. */
  ModelOptions() {}

  /** Examples at a time. */
  int batchSize() {
    Bounds.requireAtLeast(spec, "--batch-size", 1, batchSize);
    return batchSize;
  }

  /** Opens the model; whoever asks closes it. */
  ModelSource open() throws IOException {
    return ModelSource.open(model, signature);
  }
}
