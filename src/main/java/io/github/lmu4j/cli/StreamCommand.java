package io.github.lmu4j.cli;

import io.github.lmu4j.io.AtomicFile;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.model.StreamingPredictor;
import io.github.lmu4j.weights.DType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a model along a stream of lines. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Run a model along a stream: one sample per line of standard input, one answer per line of"
          + " standard output, at once.",
      "A sample is the numbers of one time step, separated by commas, semicolons or blanks, or a"
          + " JSON array; the answer has commas, or is a JSON array too. A line that is no sample is"
          + " answered by an empty line, told on standard error, and changes nothing."
    })
final class StreamCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Option(names = "--model", required = true, paramLabel = "PATH", description = "The model.")
  private Path model = Path.of("");

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "Where the state is kept: the stream goes on from it if it exists, and writes it at the"
              + " end of the input.")
  private Optional<Path> state = Optional.empty();

  @Override
  public Integer call() throws IOException {
    LoadedModel loaded = reading.load(model);
    try (StreamingPredictor stream =
        StreamingPredictor.open(loaded.model(), loaded.weights(), loaded.type(), 1)) {
      if (state.isPresent() && Files.exists(state.get())) {
        restore(stream, state.get());
      }
      answer(stream, loaded.type());
      if (state.isPresent()) {
        byte[] snapshot = stream.snapshot();
        AtomicFile.write(state.get(), out -> out.write(snapshot));
      }
    }
    return 0;
  }

  private static void restore(StreamingPredictor stream, Path file) throws IOException {
    try {
      stream.restore(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void answer(StreamingPredictor stream, DType type) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    double[] answer = new double[stream.outputSize()];
    long number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      try {
        SampleLine sample = SampleLine.parse(line, stream.inputSize());
        stream.step(sample.numbers(), answer);
        out.println(sample.answer(answer, type));
      } catch (IllegalArgumentException e) {
        out.println();
        err.println("line %d: %s".formatted(number, e.getMessage()));
        err.flush();
      }
      out.flush();
    }
  }
}
