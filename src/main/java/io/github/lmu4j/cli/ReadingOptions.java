package io.github.lmu4j.cli;

import io.github.lmu4j.io.KerasConfig;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.SavedModel;
import io.github.lmu4j.ops.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that reads a model: how it is read. */
final class ReadingOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "config.json",
      description = "The configuration of the model, where the file has weights alone.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "exact|keras",
      description =
          "How exactly memories are discretized, where the file does not say (default: keras, for"
              + " Keras' own numbers).")
  private Optional<Precision> precision = Optional.empty();

  @Option(
      names = "--trust-source",
      description = "Load a SavedModel also if its graph could read or write files.")
  private boolean trusted;

  @Option(
      names = "--sequences",
      description =
          "Let an LMU of PyTorch return what every step gives; its file does not say (default: the"
              + " last step).")
  private boolean sequences;

  /** Made by picocli. */
  ReadingOptions() {}

  /** Rebuilds a model from its layers. */
  LoadedModel load(Path path) throws IOException {
    Precision chosen = precision.orElse(Precision.KERAS);
    if (sequences) {
      return loadSequences(path);
    }
    return config.isPresent()
        ? ModelFile.read(path, KerasConfig.read(config.get(), chosen))
        : ModelFile.read(path, chosen);
  }

  private LoadedModel loadSequences(Path path) throws IOException {
    if (config.isPresent() || !ModelFile.isPyTorch(path)) {
      throw new ParameterException(
          spec.commandLine(),
          "--sequences must go with an LMU of PyTorch (got %s)".formatted(path));
    }
    return ModelFile.readPyTorch(path, true);
  }

  /**
   * Opens a model: a SavedModel runs as it is if it has a signature and no precision is asked for;
   * all others are rebuilt from their layers.
   */
  OpenModel open(Path path, Optional<String> signature) throws IOException {
    boolean layers =
        config.isPresent() || sequences || precision.isPresent() || !SavedModel.isSavedModel(path);
    if (layers && signature.isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "--signature must go with a SavedModel that runs as it is (got %s)".formatted(path));
    }
    if (layers) {
      return new LayeredModel(load(path));
    }
    SavedModel model = trusted ? SavedModel.openTrusted(path) : SavedModel.open(path);
    if (model.signatures().isEmpty() && ModelFile.isTrainable(path)) {
      model.close();
      return new LayeredModel(load(path));
    }
    return new SignatureModel(model, signature.orElse(SavedModel.DEFAULT_SIGNATURE));
  }

  /** Describes a model. */
  Map<String, Object> describe(Path path) throws IOException {
    return config.isPresent() || sequences
        ? load(path).describe()
        : ModelFile.describe(path, trusted);
  }
}
