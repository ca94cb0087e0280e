package io.github.lmu4j.cli;

import java.util.function.Supplier;

/**
 * A piece of work that is timed as it is: nothing that is trained or run in batches.
 *
 * @param mode name of its timing
 * @param prepare makes what repeats the work; counts for the first time
 */
record DirectPart(String mode, Supplier<Work> prepare) {

  /** Something to do again and again. */
  interface Work extends AutoCloseable {

    /** Does it once. */
    void run();

    @Override
    void close();
  }

  /**
   * Times the work.
   *
   * @param seconds about how long to go on after the warm-up
   */
  Timing time(double seconds) {
    Stopwatch stopwatch = new Stopwatch(seconds);
    try (Work work = prepare.get()) {
      do {
        work.run();
      } while (!stopwatch.lap());
    }
    return stopwatch.timing();
  }
}
