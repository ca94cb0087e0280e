package io.github.lmu4j.io;

/** IEEE 754 half precision: 1 bit sign, 5 bits exponent, 10 bits fraction. */
final class Half {

  /** From here on, half the way to the next power of two, numbers are rounded to infinity. */
  private static final float OVERFLOW = 65520;

  private static final int INFINITY = 0x7c00;
  private static final int NAN = 0x7e00;

  private Half() {}

  /** The nearest half; of two that are as near, the one whose last bit is 0. */
  static short of(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | NAN);
    }
    if (magnitude >= OVERFLOW) {
      return (short) (sign | INFINITY);
    }
    int exponent = Math.max(Math.getExponent(magnitude), -14);
    // In units of the last bit; what is rounded up to the next power of two carries over by itself.
    int fraction = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent));
    return (short) (sign | (((exponent + 14) << 10) + fraction));
  }

  /** The value of a half. */
  static float toFloat(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((float) fraction, -24);
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1 + fraction / 1024f, exponent - 15);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
