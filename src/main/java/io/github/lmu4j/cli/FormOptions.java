package io.github.lmu4j.cli;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.ModelFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option of every command that writes a model: in which form. */
final class FormOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      completionCandidates = FormatConverter.Names.class,
      description = "The form, if not that of the ending: ${COMPLETION-CANDIDATES}.")
  private Optional<ModelFormat> chosen = Optional.empty();

  /** Made by picocli. */
  FormOptions() {}

  /** The form in which a model goes to a target. */
  ModelFormat of(Path target, LoadedModel model) {
    return chosen.orElseGet(() -> ModelFormat.of(target, model));
  }

  /**
   * Checks, before the work that leads to a model, that there is a place for it.
   *
   * @throws ParameterException if no form has such an ending
   * @throws IOException if there is no place
   */
  void requireWritable(Path target) throws IOException {
    if (chosen.isPresent()) {
      chosen.get().requirePlace(target);
      return;
    }
    try {
      ModelFormat.requireWritable(target);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Checks, before the work that gives a model other numbers, that the form can hold it.
   *
   * @param source where the model came from
   */
  void requireHolds(Path source, Path target, LoadedModel model) throws IOException {
    ModelFormat form = of(target, model);
    try {
      form.requireHolds(target, model);
    } catch (IllegalArgumentException e) {
      throw unlike(source, form, e);
    }
  }

  /** Writes a model; returns the form. */
  ModelFormat write(Path source, Path target, LoadedModel model, boolean half) throws IOException {
    ModelFormat form = of(target, model);
    try {
      ModelFile.write(target, model, form, half);
    } catch (IllegalArgumentException e) {
      throw unlike(source, form, e);
    }
    return form;
  }

  private static IOException unlike(Path source, ModelFormat form, IllegalArgumentException e) {
    return new IOException(
        "%s: expected a model that %s can hold, found that %s"
            .formatted(source, form.key(), e.getMessage()),
        e);
  }
}
