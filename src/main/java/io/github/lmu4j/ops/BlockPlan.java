package io.github.lmu4j.ops;

/**
 * Chooses the blocks of a {@link BlockedFilter}, by an estimate of the time that a training step
 * takes.
 *
 * <p>Longer blocks are fewer, and so fewer steps wait for each other; but their products are
 * larger. Where the estimate is wrong, time is lost and nothing else.
 *
 * @param size steps of a block
 * @param time the estimate, in nanoseconds
 */
record BlockPlan(int size, double time) {

  /** Assumed: the batch size is rarely known when a graph is built. */
  private static final double BATCH = 32;

  private static final double PER_FLOP = 0.004;
  private static final double PER_BYTE = 0.1;
  private static final double PER_BLOCK = 20_000;

  private static final int SMALLEST = 4;
  private static final int LARGEST = 64;

  /** For the memory at every step. */
  static BlockPlan forSequence(int steps, int channels, int order) {
    return best(steps, channels, order, order, channels * order, 0);
  }

  /** For a map of the memory at every step, folded into the filter. */
  static BlockPlan forProjection(int steps, int channels, int order, int units) {
    return best(steps, channels, order, units, units, 2.0 * channels * order * order * units);
  }

  /** The time of a map of a memory that is there at every step. */
  static double product(int steps, int channels, int order, int units) {
    double memory = BATCH * steps * channels * order;
    return memory * (2 * units * PER_FLOP + 2 * Float.BYTES * PER_BYTE);
  }

  /**
   * @param width columns of the filter for each step of a block
   * @param outputs columns of the result
   * @param folding operations to fold a map into the filter, for each step of a block
   */
  private static BlockPlan best(
      int steps, int channels, int order, int width, int outputs, double folding) {
    BlockPlan best = new BlockPlan(1, Double.POSITIVE_INFINITY);
    for (int size = Math.min(steps, SMALLEST); size <= Math.min(steps, LARGEST); size++) {
      int blocks = (steps + size - 1) / size;
      double rows = BATCH * blocks * channels;
      double flops = 2 * rows * (size + order) * size * width + size * folding;
      double cut = blocks * size == steps ? 0 : 2 * Float.BYTES * BATCH * steps * outputs;
      double time = flops * PER_FLOP + cut * PER_BYTE + blocks * PER_BLOCK;
      if (time < best.time) {
        best = new BlockPlan(size, time);
      }
    }
    return best;
  }
}
