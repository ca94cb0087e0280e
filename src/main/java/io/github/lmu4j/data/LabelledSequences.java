package io.github.lmu4j.data;

import java.util.Arrays;

/** Sequences of one value a step, all of one length, each with the number of its class. */
public final class LabelledSequences {

  private final float[] values;
  private final int[] labels;

  /** Takes over both arrays without a copy. */
  LabelledSequences(float[] values, int[] labels) {
    this.values = values;
    this.labels = labels;
  }

  /**
   * How many sequences there are.
   *
   * @return the count
   */
  public int count() {
    return labels.length;
  }

  /**
   * How many steps each sequence has.
   *
   * @return the steps
   */
  public int steps() {
    return values.length / labels.length;
  }

  /**
   * The values, row-major.
   *
   * @return the array itself, not a copy, since it may be large; shape (count, steps)
   */
  public float[] values() {
    return values;
  }

  /**
   * The classes.
   *
   * @return the array itself, not a copy; shape (count)
   */
  public int[] labels() {
    return labels;
  }

  /**
   * The first sequences.
   *
   * @param number how many at most
   * @return these, or all if there are no more
   * @throws IllegalArgumentException if the number is less than 1
   */
  public LabelledSequences first(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("number must be at least 1 (got " + number + ")");
    }
    int kept = Math.min(number, count());
    return new LabelledSequences(
        Arrays.copyOf(values, kept * steps()), Arrays.copyOf(labels, kept));
  }
}
