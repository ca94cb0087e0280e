package io.github.lmu4j.math;

/** Checks the two numbers that make a Legendre memory. */
final class Rules {

  private Rules() {}

  static void checkOrder(int order) {
    if (order < 1) {
      throw new IllegalArgumentException("order must be at least 1 (got " + order + ")");
    }
  }

  /** Theta counts time steps. Written so that NaN is refused. */
  static void checkTheta(double theta) {
    if (!(theta > 0 && theta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("theta must be positive and finite (got " + theta + ")");
    }
  }
}
