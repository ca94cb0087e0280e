package io.github.lmu4j.cli;

import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.Progress;
import io.github.lmu4j.train.Trainer;
import java.util.concurrent.CountDownLatch;

/**
 * Lets Ctrl-C end a training run in an orderly way: the step at hand is finished, and the process
 * ends when what has been reached is written.
 */
final class Interruption implements Callback, AutoCloseable {

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt);
  private volatile boolean asked;

  private Interruption() {}

  /** Begins to watch for the end of the process. */
  static Interruption watch() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void interrupt() {
    asked = true;
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean happened() {
    return asked;
  }

  @Override
  public void onBatchEnd(Trainer trainer, Progress progress) {
    if (asked) {
      trainer.stop();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!asked) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
