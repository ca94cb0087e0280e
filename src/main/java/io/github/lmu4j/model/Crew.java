package io.github.lmu4j.model;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Does the same pieces of work again and again, side by side: on the thread that calls, and on
 * threads of its own, one less than there are pieces.
 *
 * <p>Whoever is free takes the next piece. So a thread that the system does not let run, because
 * others use the processors, costs nothing: the caller does its piece too.
 */
final class Crew implements AutoCloseable {

  /** Waking a sleeping thread takes as long as a step, so threads stay awake for a while: in ns. */
  private static final long AWAKE = 50_000;

  private static final int SPINS = 1000;

  private final List<Runnable> pieces;
  private final List<Worker> workers;
  private final AtomicInteger next;
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private volatile boolean closed;

  /**
   * Starts the threads, if there is more than one piece.
   *
   * @param pieces what is done at each run; none may need another
   */
  Crew(List<Runnable> pieces) {
    this.pieces = List.copyOf(pieces);
    next = new AtomicInteger(pieces.size());
    workers = IntStream.range(1, pieces.size()).mapToObj(i -> new Worker()).toList();
    workers.forEach(Thread::start);
  }

  /**
   * Does all pieces once, and returns when all are done.
   *
   * @throws RuntimeException if a piece threw it; the others are done nevertheless
   */
  void run() {
    unfinished.set(pieces.size());
    next.set(0);
    for (Worker worker : workers) {
      worker.wake();
    }
    boolean worked = true;
    while (worked) {
      worked = work();
    }
    awaitOthers();
    RuntimeException thrown = failure.getAndSet(null);
    if (thrown != null) {
      throw thrown;
    }
  }

  /** To give way is a courtesy to a thread that waits for this very processor, no more. */
  @SuppressWarnings("ThreadPriorityCheck")
  private void awaitOthers() {
    for (int spins = 0; unfinished.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private boolean isWork() {
    return next.get() < pieces.size();
  }

  /** Does a piece that nobody has begun, if there is one. */
  private boolean work() {
    int piece = isWork() ? next.getAndIncrement() : pieces.size();
    if (piece >= pieces.size()) {
      return false;
    }
    try {
      pieces.get(piece).run();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      unfinished.decrementAndGet();
    }
    return true;
  }

  /** Lets the threads end. No run may be under way. */
  @Override
  public void close() {
    closed = true;
    workers.forEach(Worker::wake);
  }

  private final class Worker extends Thread {

    private volatile boolean asleep;

    Worker() {
      super("lmu4j-streams");
      setDaemon(true);
    }

    @Override
    public void run() {
      long idle = System.nanoTime();
      while (!closed) {
        if (work()) {
          idle = System.nanoTime();
        } else if (System.nanoTime() - idle < AWAKE) {
          Thread.onSpinWait();
        } else {
          sleep();
          idle = System.nanoTime();
        }
      }
    }

    /** Says that it sleeps before it looks a last time: so no work that comes is overlooked. */
    private void sleep() {
      asleep = true;
      if (!closed && !isWork()) {
        LockSupport.park(Crew.this);
      }
      asleep = false;
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }
  }
}
