package io.github.lmu4j.model;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Watches that a predictor serves one thread at a time, and none after it is closed. Nobody waits:
 * a second thread has made a mistake, which is to be heard.
 */
final class OneThread {

  private enum Use {
    FREE,
    TAKEN,
    CLOSED
  }

  private final AtomicReference<Use> use = new AtomicReference<>(Use.FREE);

  /**
   * Begins a use, which {@link #free} ends.
   *
   * @throws IllegalStateException if another use has not ended, or the predictor is closed
   */
  void take() {
    Use before = use.compareAndExchange(Use.FREE, Use.TAKEN);
    if (before != Use.FREE) {
      throw new IllegalStateException(
          before == Use.CLOSED
              ? "the predictor is closed"
              : "a StreamingPredictor serves one thread at a time (got a second one)");
    }
  }

  void free() {
    use.set(Use.FREE);
  }

  /**
   * Allows no further use.
   *
   * @return false if that was so before
   * @throws IllegalStateException if a use has not ended
   */
  boolean close() {
    if (use.get() == Use.CLOSED) {
      return false;
    }
    take();
    use.set(Use.CLOSED);
    return true;
  }
}
