package io.github.lmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CrewTest {

  private static List<Runnable> counters(int[] counts) {
    List<Runnable> pieces = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      int piece = i;
      pieces.add(() -> counts[piece]++);
    }
    return pieces;
  }

  /** The counts are plain memory: each round sees the one before, by whichever thread. */
  @Test
  void everyRunDoesEveryPieceOnce() {
    for (int size : List.of(1, 2, 5)) {
      int[] counts = new int[size];
      try (Crew crew = new Crew(counters(counts))) {
        for (int round = 1; round <= 2_000; round++) {
          crew.run();
          assertThat(counts).containsOnly(round);
        }
      }
    }
  }

  /** Each of two pieces waits for the other to begin. */
  @Test
  void piecesRunSideBySide() {
    CountDownLatch begun = new CountDownLatch(2);
    Runnable piece =
        () -> {
          begun.countDown();
          try {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    try (Crew crew = new Crew(List.of(piece, piece))) {
      crew.run();
    }
  }

  /** The pauses are longer than threads stay awake. */
  @Test
  void threadsThatSleepAreWoken() throws InterruptedException {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    Runnable piece =
        () -> {
          seen.add(Thread.currentThread());
          long end = System.nanoTime() + 5_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
        };
    try (Crew crew = new Crew(List.of(piece, piece))) {
      while (seen.size() < 2) {
        Thread.sleep(1);
        crew.run();
      }
    }
  }

  @Test
  void failureIsThrownWhenAllIsDone() {
    int[] counts = new int[4];
    List<Runnable> pieces = counters(counts);
    pieces.set(
        2,
        () -> {
          throw new IllegalStateException("no " + ++counts[2]);
        });
    try (Crew crew = new Crew(pieces)) {
      for (int round = 1; round <= 100; round++) {
        assertThatThrownBy(crew::run).hasMessage("no " + round);
        assertThat(counts).containsOnly(round);
      }
    }
  }

  @Test
  void threadsEndWhenClosed() throws InterruptedException {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    Runnable piece = () -> seen.add(Thread.currentThread());
    try (Crew crew = new Crew(List.of(piece, piece, piece))) {
      while (seen.size() < 2) {
        crew.run();
      }
    }
    seen.remove(Thread.currentThread());
    for (Thread thread : seen) {
      thread.join();
    }
  }
}
