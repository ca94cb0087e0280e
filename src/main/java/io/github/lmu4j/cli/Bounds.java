package io.github.lmu4j.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks the numbers of options. */
final class Bounds {

  private Bounds() {}

  /** Ends the command as wrongly used if an option's number is too small. */
  static void requireAtLeast(CommandSpec command, String option, int least, int value) {
    if (value < least) {
      throw new ParameterException(
          command.commandLine(), "%s must be at least %d (got %d)".formatted(option, least, value));
    }
  }
}
