package io.github.lmu4j.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own for a main class, with the class path of this one. */
public final class ChildJvm {

  private ChildJvm() {}

  /**
   * Prepares the process; what it says on standard error is dropped.
   *
   * @param options of the JVM
   * @param main the main class
   * @param arguments its arguments
   * @return a process that can be started
   */
  public static ProcessBuilder of(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
  }
}
