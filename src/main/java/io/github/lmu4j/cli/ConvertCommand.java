package io.github.lmu4j.cli;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFormat;
import io.github.lmu4j.io.WeightRounding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model in another form. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Write a model in another form, with the optimizer's state where it has a place.")
final class ConvertCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Parameters(index = "0", paramLabel = "SOURCE", description = "The model, in any form.")
  private Path source = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description =
          "Where it goes, replaced if it exists. Its ending tells the form: .keras, .h5,"
              + " .weights.h5, .npz, .ckpt, or none for the folder of a SavedModel.")
  private Path target = Path.of("");

  @Mixin private FormOptions form = new FormOptions();

  @Option(
      names = "--half",
      description = "Store weights as float16, and print how far they are from their values.")
  private boolean half;

  @Override
  public Integer call() throws IOException {
    form.requireWritable(target);
    LoadedModel model = reading.load(source);
    ModelFormat written = form.write(source, target, model, half);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "model %s (%s)%n", target, written.key());
    if (half) {
      WeightRounding rounding = WeightRounding.toHalf(model.weights());
      out.printf(
          Locale.ROOT,
          "largest change of a weight: %.3g (%s)%n",
          rounding.largest(),
          rounding.path());
      HalfOutputs outputs = HalfOutputs.of(model, rounding.rounded());
      out.printf(
          Locale.ROOT,
          "largest change of an output, for random inputs: %.3g (largest output %.3g)%n",
          outputs.largestChange(),
          outputs.largest());
    }
    out.flush();
    return 0;
  }
}
