package io.github.lmu4j.spiking;

import io.github.lmu4j.data.NumpyRandomState;

/**
 * Points that are scattered over a sphere more evenly than independent ones, which leave some
 * directions to few neurons.
 *
 * <p>Point n of a sequence of low discrepancy in the unit cube, {@code shift + n alpha} modulo 1
 * with {@code alpha_j = phi^-(j+1)} and {@code phi^(d+1) = phi + 1}, the shift drawn at random, is
 * mapped to normally distributed numbers by Box and Muller's transform, two by two, and those to
 * length 1.
 *
 * @see <a
 *     href="https://extremelearning.com.au/unreasonable-effectiveness-of-quasirandom-sequences/">Roberts
 *     2018</a>
 */
final class ScatteredSphere {

  private ScatteredSphere() {}

  /** Points one after the other, count times dimensions numbers. */
  static double[] points(int count, int dimensions, NumpyRandomState random) {
    int sides = dimensions + dimensions % 2;
    double[] alpha = new double[sides];
    double[] shift = new double[sides];
    double phi = phi(sides);
    for (int j = 0; j < sides; j++) {
      alpha[j] = Math.pow(phi, -(j + 1));
      shift[j] = random.randomSample();
    }
    double[] points = new double[Math.multiplyExact(count, dimensions)];
    double[] normal = new double[sides];
    for (int n = 0; n < count; n++) {
      double square = 0;
      for (int j = 0; j < sides; j += 2) {
        double radius = Math.sqrt(-2 * Math.log(1 - fraction(shift[j] + n * alpha[j])));
        double angle = 2 * Math.PI * fraction(shift[j + 1] + n * alpha[j + 1]);
        normal[j] = radius * Math.cos(angle);
        normal[j + 1] = radius * Math.sin(angle);
      }
      for (int j = 0; j < dimensions; j++) {
        square += normal[j] * normal[j];
      }
      for (int j = 0; j < dimensions; j++) {
        points[n * dimensions + j] = normal[j] / Math.sqrt(square);
      }
    }
    return points;
  }

  private static double fraction(double value) {
    return value - Math.floor(value);
  }

  /** The positive root of {@code x^(d+1) = x + 1}, a fixed point that draws its surroundings in. */
  private static double phi(int dimensions) {
    double phi = 2;
    for (int i = 0; i < 100; i++) {
      phi = Math.pow(1 + phi, 1.0 / (dimensions + 1));
    }
    return phi;
  }
}
