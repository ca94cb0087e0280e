package io.github.lmu4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The largest resident memory that this process has had at once, heap and native together. */
final class PeakMemory {

  /** Linux writes here what it knows of the process that reads it. */
  private static final Path STATUS = Path.of("/proc/self/status");

  private static final String PEAK = "VmHWM:";

  private static final Path RESET = Path.of("/proc/self/clear_refs");

  /** What Linux forgets the peak by. */
  private static final String RESET_PEAK = "5";

  private PeakMemory() {}

  /** Begins anew from the memory of now, where the system can. */
  static void reset() {
    try {
      if (Files.exists(RESET)) {
        Files.writeString(RESET, RESET_PEAK, StandardOpenOption.WRITE);
      }
    } catch (IOException e) {
      // A system that does not allow it tells the peak since the process began.
    }
  }

  /** The peak in bytes; empty where Linux is not. */
  static OptionalLong bytes() {
    if (!Files.exists(STATUS)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
