package io.github.lmu4j.cli;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a model on the arrays of a file. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Run a model on the arrays of a file.")
final class PredictCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ModelOptions options = new ModelOptions();

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description =
          "A .npz with the model's inputs by their names, or as x, or x/0, x/1, ...; a single"
              + " array may have any name.")
  private Path input = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "FILE.npz",
      description = "Where the outputs go; without it their shapes are printed.")
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() throws IOException {
    int batchSize = options.batchSize();
    NamedArrays inputs = NamedArrays.read(input);
    try (OpenModel model = options.open()) {
      Map<String, Array> outputs = model.predict(inputs, batchSize);
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
