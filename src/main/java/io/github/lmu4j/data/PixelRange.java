package io.github.lmu4j.data;

/** How a pixel, an unsigned byte of 0 (paper) to 255 (ink), becomes a float. */
public enum PixelRange {
  /** {@code x / 255}, in 0 to 1. */
  UNIT,
  /** {@code 2 x / 255 - 1}, in -1 to 1. */
  SYMMETRIC,
  /** {@code x} itself, in 0 to 255. */
  RAW;

  /**
   * The float of every pixel value.
   *
   * @return 256 floats, indexed by the unsigned pixel
   */
  float[] table() {
    float[] table = new float[256];
    for (int x = 0; x < table.length; x++) {
      table[x] =
          switch (this) {
            case UNIT -> x / 255f;
            case SYMMETRIC -> (2 * x - 255) / 255f;
            case RAW -> x;
          };
    }
    return table;
  }
}
