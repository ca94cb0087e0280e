package io.github.lmu4j.ops;

/**
 * How a {@link Scan} runs.
 *
 * @param reverse whether the last time step comes first
 * @param timeMajor whether sequences and masks have the time axis first, not second
 * @param zeroOutputForMask whether the output of a masked step is zero; otherwise it is the output
 *     of the step done before
 * @param returnSequences whether the outputs of every step are kept; otherwise only those of the
 *     last
 * @param method how the loop is compiled and what is stored for its gradient
 */
public record ScanOptions(
    boolean reverse,
    boolean timeMajor,
    boolean zeroOutputForMask,
    boolean returnSequences,
    ScanMethod method) {

  /** Forward, batch first, outputs held under a mask, sequences returned, method by size. */
  public static final ScanOptions DEFAULT =
      new ScanOptions(false, false, false, true, ScanMethod.AUTO);

  /**
   * The same with another direction.
   *
   * @param value whether the last time step comes first
   * @return options
   */
  public ScanOptions withReverse(boolean value) {
    return new ScanOptions(value, timeMajor, zeroOutputForMask, returnSequences, method);
  }

  /**
   * The same with another layout.
   *
   * @param value whether sequences and masks have the time axis first
   * @return options
   */
  public ScanOptions withTimeMajor(boolean value) {
    return new ScanOptions(reverse, value, zeroOutputForMask, returnSequences, method);
  }

  /**
   * The same with other outputs at masked steps.
   *
   * @param value whether they are zero
   * @return options
   */
  public ScanOptions withZeroOutputForMask(boolean value) {
    return new ScanOptions(reverse, timeMajor, value, returnSequences, method);
  }

  /**
   * The same with all outputs kept, or the last only.
   *
   * @param value whether the outputs of every step are kept
   * @return options
   */
  public ScanOptions withReturnSequences(boolean value) {
    return new ScanOptions(reverse, timeMajor, zeroOutputForMask, value, method);
  }

  /**
   * The same with another method.
   *
   * @param value the method
   * @return options
   */
  public ScanOptions withMethod(ScanMethod value) {
    return new ScanOptions(reverse, timeMajor, zeroOutputForMask, returnSequences, value);
  }
}
