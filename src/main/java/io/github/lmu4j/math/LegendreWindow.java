package io.github.lmu4j.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells of which window the memory is that has given step matrices, and how it was discretized.
 *
 * <p>Files hold A and B, often rounded to float32, without theta. The first entry of B decides
 * theta: it is the mean over the window after a single input of 1, which is nearly 1 / theta.
 * Whether the matrices are those of a Legendre memory at all is then checked on every entry. Orders
 * above 512 are not looked into.
 *
 * @param discretizer how the continuous system became steps
 * @param theta length of the window, in time steps
 * @param difference the largest difference of an entry of A or B from that of this window, relative
 *     to the largest entry of its matrix
 */
public record LegendreWindow(Discretizer discretizer, double theta, double difference) {

  /** Float32 rounds entries by 6e-8, and theta, which comes from one of them, by as much. */
  private static final double ROUNDING = 1e-6;

  /** A window far below one step is nobody's, and takes long to discretize. */
  private static final double LEAST_THETA = 0.1;

  /** The time to discretize grows with the third power of the order, which a file decides. */
  private static final int MAX_ORDER = 512;

  private static final int DIGITS = 6;

  private static final int ITERATIONS = 20;

  /**
   * Finds the window of step matrices.
   *
   * @param step A and B
   * @return the window, or none where no window gives every entry to within float32's rounding
   */
  public static Optional<LegendreWindow> of(DiscreteStateSpace step) {
    double inverse = 1 / step.b().get(0, 0);
    if (!(inverse > LEAST_THETA) || Double.isInfinite(inverse) || !canBeOne(step)) {
      return Optional.empty();
    }
    return Arrays.stream(Discretizer.values())
        .map(discretizer -> compared(discretizer, theta(discretizer, step.order(), inverse), step))
        .filter(window -> window.difference <= ROUNDING)
        .findFirst();
  }

  /**
   * Tells whether step matrices are those of a window.
   *
   * @param step A and B
   * @param discretizer how the continuous system became steps
   * @param theta length of the window, in time steps: positive and finite
   * @return whether every entry is, to within float32's rounding
   * @throws IllegalArgumentException if theta is not positive and finite
   */
  public static boolean fits(DiscreteStateSpace step, Discretizer discretizer, double theta) {
    return canBeOne(step) && compared(discretizer, theta, step).difference <= ROUNDING;
  }

  /** Solves 1 / B_0(theta) = inverse by secants; the left side is nearly theta itself. */
  private static double theta(Discretizer discretizer, int order, double inverse) {
    double theta = inverse;
    double slope = 1;
    double error = inverseOf(discretizer, order, theta) - inverse;
    for (int i = 0; i < ITERATIONS && Math.abs(error) > 1e-10 * inverse; i++) {
      double next = theta - error / slope;
      if (!(next > LEAST_THETA) || Double.isInfinite(next)) {
        return theta;
      }
      double nextError = inverseOf(discretizer, order, next) - inverse;
      slope = (nextError - error) / (next - theta);
      theta = next;
      error = nextError;
    }
    // People choose short numbers.
    double chosen = new BigDecimal(theta).round(new MathContext(DIGITS)).doubleValue();
    return Math.abs(theta - chosen) <= ROUNDING * theta ? chosen : theta;
  }

  /** A constant is the first polynomial: m = A m + B holds for m = (1, 0, ..) in every window. */
  private static boolean canBeOne(DiscreteStateSpace step) {
    if (step.order() > MAX_ORDER) {
      return false;
    }
    for (int i = 0; i < step.order(); i++) {
      double next = step.a().get(i, 0) + step.b().get(i, 0);
      if (!(Math.abs(next - (i == 0 ? 1 : 0)) <= ROUNDING)) {
        return false;
      }
    }
    return true;
  }

  private static double inverseOf(Discretizer discretizer, int order, double theta) {
    return 1 / discretizer.discretize(order, theta).b().get(0, 0);
  }

  private static LegendreWindow compared(
      Discretizer discretizer, double theta, DiscreteStateSpace step) {
    DiscreteStateSpace exact = discretizer.discretize(step.order(), theta);
    double difference = Math.max(difference(step.a(), exact.a()), difference(step.b(), exact.b()));
    return new LegendreWindow(discretizer, theta, difference);
  }

  /**
   * The largest difference of an entry of a matrix.
   *
   * @param found the matrix
   * @param expected what it should be, of the same size
   * @return relative to the largest entry that is expected; infinite where an entry is not a number
   */
  public static double difference(Matrix found, Matrix expected) {
    double[] entries = found.toArray();
    double[] exact = expected.toArray();
    double largest = 0;
    double scale = 0;
    for (int i = 0; i < exact.length; i++) {
      double distance = Math.abs(entries[i] - exact[i]);
      largest = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : Math.max(largest, distance);
      scale = Math.max(scale, Math.abs(exact[i]));
    }
    return largest / scale;
  }
}
