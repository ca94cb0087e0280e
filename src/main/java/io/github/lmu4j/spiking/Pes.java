package io.github.lmu4j.spiking;

/**
 * The prescribed error sensitivity rule: decoding weights follow an error, {@code dw = -rate dt / N
 * error activity}, where the activity of each of N neurons is low-passed, and the change acts from
 * the next step on.
 *
 * @param learningRate rate, positive and finite
 * @param synapse filters the activity
 * @see <a href="https://compneuro.uwaterloo.ca/publications/bekolay2013.html">Bekolay, Kolbeck,
 *     Eliasmith 2013, "Simultaneous unsupervised and supervised learning of cognitive functions in
 *     biologically plausible spiking neural networks"</a>
 */
public record Pes(double learningRate, Lowpass synapse) {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not positive and finite
   */
  public Pes {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learningRate must be positive and finite (got " + learningRate + ")");
    }
  }

  /**
   * Computes the factor of error and activity in a change of weights.
   *
   * @param dt length of a step, in seconds
   * @param neurons how many neurons, N
   * @return {@code rate dt / N}
   */
  public double factor(double dt, int neurons) {
    return learningRate * dt / neurons;
  }
}
