package io.github.lmu4j.ops;

/** How the loop of a {@link Scan} is compiled and what it stores for its gradient. */
public enum ScanMethod {
  /** Chosen by size. */
  AUTO,

  /** Every state is stored: memory of the order of the length, the least computation. */
  STORE,

  /**
   * Only every k-th state is stored, where k is about the square root of the length, and the states
   * between are computed again: memory of the order of the square root of the length, for about one
   * third more computation.
   */
  RECOMPUTE,

  /**
   * The loop is compiled by XLA, once for every shape with which it runs; every state is stored. It
   * pays where the operations of a step are small.
   */
  XLA
}
