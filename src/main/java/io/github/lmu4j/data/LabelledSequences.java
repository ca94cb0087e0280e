package io.github.lmu4j.data;

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
}
