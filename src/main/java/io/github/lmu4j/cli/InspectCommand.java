package io.github.lmu4j.cli;

import io.github.lmu4j.io.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a model file holds. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Show format, layers, shapes, parameters, signatures and variables of a model.")
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Parameters(paramLabel = "PATH", description = "The model.")
  private Path path = Path.of("");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Map<String, Object> described = reading.describe(path);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonText.of(described));
    } else {
      print(out, "", described);
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, String indent, Map<?, ?> tree) {
    tree.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> branch) {
            out.printf("%s%s:%n", indent, name);
            print(out, indent + "  ", branch);
          } else {
            out.printf("%s%s: %s%n", indent, name, value);
          }
        });
  }
}
