package io.github.lmu4j.cli;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.io.SavedModel;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a model on the arrays of a file. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Run a model on the arrays of a file.")
final class PredictCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--model", required = true, paramLabel = "PATH", description = "The model.")
  private Path model = Path.of("");

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "A .npz with one array for each input of the model, or a single array.")
  private Path input = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "FILE.npz",
      description = "Where the outputs go; without it their shapes are printed.")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--batch-size", defaultValue = "100", description = "Examples at a time.")
  private int batchSize;

  @Option(
      names = "--signature",
      defaultValue = SavedModel.DEFAULT_SIGNATURE,
      description = "The signature of a SavedModel to run (default: ${DEFAULT-VALUE}).")
  private String signature = SavedModel.DEFAULT_SIGNATURE;

  @Override
  public Integer call() throws IOException {
    if (batchSize < 1) {
      throw new ParameterException(
          spec.commandLine(), "--batch-size must be at least 1 (got %d)".formatted(batchSize));
    }
    try (ModelSource source = ModelSource.open(model, signature)) {
      Map<String, Array> outputs = source.run(source.readInputs(input), batchSize);
      Map<String, Array> named = new LinkedHashMap<>(outputs);
      named.put("y", outputs.values().iterator().next());
      if (output.isPresent()) {
        Npz.write(output.get(), named);
      } else {
        named.forEach((name, array) -> spec.commandLine().getOut().printf("%s %s%n", name, array));
        spec.commandLine().getOut().flush();
      }
    }
    return 0;
  }
}
