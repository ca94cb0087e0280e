package io.github.lmu4j.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The entry point of {@code java -jar lmu4j.jar}.
 *
 * <p>Exit codes: 0 done, 2 wrong usage, 1 anything else, with one line that says what is wrong.
 */
@Command(
    name = "lmu4j",
    description = "Legendre Memory Units on TensorFlow Java.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    subcommands = {
      TrainCommand.class,
      InspectCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      FitCommand.class,
      ConvertCommand.class,
      SimulateCommand.class,
      StreamCommand.class,
      BenchCommand.class,
      DoctorCommand.class
    })
public final class Main {

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  /** Made by picocli. */
  Main() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param args command and options
   */
  public static void main(String[] args) {
    // The libraries' loggers say little that a user of the command line wants to read.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(run(writer(System.out), writer(System.err), args));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }

  /**
   * Runs a command.
   *
   * @param out gets results
   * @param err gets errors
   * @param args command and options
   * @return exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (main.debug) {
            e.printStackTrace(err);
          } else {
            err.println("error: " + oneLine(e));
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    return commandLine.execute(args);
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage();
    if (message == null) {
      return e.toString();
    }
    // The JDK's file exceptions say little more than the path.
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": expected a file, found nothing";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": expected a readable or writable place, found access denied";
    }
    return message.lines().findFirst().orElse("");
  }
}
