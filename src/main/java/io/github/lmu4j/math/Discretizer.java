package io.github.lmu4j.math;

import java.util.Arrays;

/**
 * Computes the step matrices of a {@link LegendreStateSpace}, for steps of length 1.
 *
 * <p>The result is {@code m_t = A m_(t-1) + B u_t}: Keras-LMU lets an input act on the memory of
 * its own step.
 */
public enum Discretizer {

  /**
   * Zero-order hold, exact for an input that is constant within a step: {@code exp([[A, B], [0, 0]]
   * / theta) = [[A_zoh, B_zoh], [0, 1]]}.
   */
  ZOH("zoh") {
    @Override
    DiscreteStateSpace discretize(LegendreStateSpace system, double theta) {
      int order = system.order();
      Matrix step = MatrixExponential.of(system.augmented().scale(1 / theta));
      return new DiscreteStateSpace(step.block(0, 0, order, order), step.block(0, order, order, 1));
    }
  },

  /** Forward Euler: {@code I + A / theta} and {@code B / theta}; unstable for a theta too small. */
  EULER("euler") {
    @Override
    DiscreteStateSpace discretize(LegendreStateSpace system, double theta) {
      return new DiscreteStateSpace(
          Matrix.identity(system.order()).addScaled(1 / theta, system.a()),
          system.b().scale(1 / theta));
    }
  };

  private final String kerasName;

  Discretizer(String kerasName) {
    this.kerasName = kerasName;
  }

  abstract DiscreteStateSpace discretize(LegendreStateSpace system, double theta);

  /**
   * Computes the step matrices of an order and a window.
   *
   * @param order number of Legendre polynomials, at least 1
   * @param theta length of the window, in time steps: positive and finite
   * @return A (order, order) and B (order, 1) of one step
   * @throws IllegalArgumentException if the order is below 1 or theta not positive and finite
   */
  public DiscreteStateSpace discretize(int order, double theta) {
    LegendreStateSpace system = new LegendreStateSpace(order);
    Rules.checkTheta(theta);
    return discretize(system, theta);
  }

  /** {@return the name in a Keras configuration: {@code zoh} or {@code euler}} */
  public String kerasName() {
    return kerasName;
  }

  /**
   * Finds the discretizer of a Keras configuration.
   *
   * @param name {@code zoh} or {@code euler}
   * @return the discretizer
   * @throws IllegalArgumentException for any other name
   */
  public static Discretizer fromKerasName(String name) {
    return Arrays.stream(values())
        .filter(discretizer -> discretizer.kerasName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "discretizer must be zoh or euler (got " + name + ")"));
  }
}
