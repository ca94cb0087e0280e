package io.github.lmu4j.ops;

/** How a {@link LinearMemory} computes its memory; all give the same values and gradients. */
public enum FilterMethod {

  /** Chosen by length, order and what is asked for. */
  AUTO,

  /** Blocks of time steps, each one matrix product, and a carry from block to block. */
  BLOCKED,

  /** A product in the frequency domain, as Keras-LMU's {@code conv_mode="fft"}. */
  FFT,

  /**
   * A direct convolution with the impulse response, as Keras-LMU's {@code conv_mode="raw"}: slow
   * for long sequences. It alone may leave out the end of the impulse response, see {@link
   * LinearMemory#truncateIr()}.
   */
  RAW
}
