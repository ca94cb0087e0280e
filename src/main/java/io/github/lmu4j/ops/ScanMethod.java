package io.github.lmu4j.ops;

import org.tensorflow.ndarray.Shape;

/** How the loop of a {@link Scan} is compiled and what it stores for its gradient. */
public enum ScanMethod {
  /**
   * Chosen by size, as far as sizes are known when the loop is built: XLA for at least 256 steps
   * whose states are at most 1,024 numbers over the whole batch, RECOMPUTE where more than 2^28
   * numbers would have to be stored (1 GiB in float32; 100 sequences where the batch size is not
   * known), STORE otherwise.
   */
  AUTO,

  /**
   * A loop of the cell's own, which takes several steps in one round: see {@link LmuLoop} and
   * {@link ElmanLoop}. Recurrent layers whose cell has one take it under AUTO as well; a scan over
   * any other step function has none. For inference XLA compiles it by the rule of AUTO.
   */
  BLOCKED,

  /** Every state is stored: memory of the order of the length, the least computation. */
  STORE,

  /**
   * Only every k-th state is stored, where k is about the square root of the length, and the states
   * between are computed again: memory of the order of the square root of the length, for one more
   * forward pass.
   */
  RECOMPUTE,

  /**
   * The loop is compiled by XLA, once for every shape with which it runs, which takes about a
   * second; every state is stored. It pays where the operations of a step are small. All of them
   * must be known to XLA.
   */
  XLA;

  private static final long COMPILED_STEPS = 256;
  private static final long COMPILED_NUMBERS = 1024;
  private static final long STORED_NUMBERS = 1L << 28;
  private static final long USUAL_BATCH = 100;

  /** The method itself or, of AUTO, what is best for some arguments. */
  ScanMethod resolve(Roles<Slot> arguments) {
    if (this == BLOCKED) {
      throw new IllegalArgumentException(
          "the method must be AUTO, STORE, RECOMPUTE or XLA for this step function, layout or mask"
              + " (got BLOCKED)");
    }
    if (this != AUTO) {
      return this;
    }
    long steps = arguments.get(LoopPlan.INPUTS).get(0).shape().get(0);
    boolean known = true;
    long numbers = 0;
    for (Slot state : arguments.get(LoopPlan.STATES)) {
      known &= !state.shape().hasUnknownDimension();
      numbers += numbers(state.shape());
    }
    if (known && paysToCompile(steps, numbers)) {
      return XLA;
    }
    return steps * numbers > STORED_NUMBERS ? RECOMPUTE : STORE;
  }

  /**
   * Tells whether XLA pays.
   *
   * @param steps their number, or -1 if it is not known
   * @param numbers of all states over the whole batch
   */
  static boolean paysToCompile(long steps, long numbers) {
    return steps >= COMPILED_STEPS && numbers <= COMPILED_NUMBERS;
  }

  /**
   * The same for a sequence.
   *
   * @param sequence shape (batch, time, ...)
   * @param numbers of the states of one row
   */
  static boolean paysToCompile(Shape sequence, long numbers) {
    long batch = sequence.get(0);
    return batch != Shape.UNKNOWN_SIZE && paysToCompile(sequence.get(1), batch * numbers);
  }

  private static long numbers(Shape shape) {
    long product = 1;
    for (long size : shape.asArray()) {
      product *= size == Shape.UNKNOWN_SIZE ? USUAL_BATCH : size;
    }
    return product;
  }
}
