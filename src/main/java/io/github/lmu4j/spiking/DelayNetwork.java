package io.github.lmu4j.spiking;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Discretizer;

/**
 * The network that learns to say what its input was some time ago: a Legendre memory of the input,
 * neurons that represent the memory, and weights that decode the delayed input from their activity,
 * learned online.
 *
 * <p>One step, for the input u_k, k from 1:
 *
 * <pre>{@code
 * m        = A m + B u_k
 * w        = w + change
 * J        = bias + gain (encoders m)
 * spikes   = what the neurons make of J
 * decoded_k = filtered
 * error    = decoded_k - u_(k - lag) while learning, else 0
 * activity = d activity + (1 - d) spikes
 * change   = -rate dt / N error activity
 * filtered = d filtered + (1 - d) w . spikes
 * }</pre>
 *
 * <p>The target lies one step further back than the delay, as the synapse behind the neurons takes
 * one. Before the first input the target is 0.
 *
 * @param theta length of the memory's window, in seconds: positive and finite
 * @param order number of Legendre polynomials, at least 1
 * @param dt length of a step, in seconds: positive and finite
 * @param delay how long ago, in seconds: a number of steps, from 0 to less than theta
 * @param neurons what the neurons do
 * @param synapse filters what is decoded
 * @param rule how the weights learn
 * @see <a
 *     href="https://papers.nips.cc/paper/2019/hash/952285b9b7e7a1be5aa7849f32ffff05-Abstract.html">Voelker,
 *     Kajic, Eliasmith 2019</a>
 */
public record DelayNetwork(
    double theta,
    int order,
    double dt,
    double delay,
    NeuronType neurons,
    Lowpass synapse,
    Pes rule) {

  private static final Lowpass FIVE_MILLISECONDS = new Lowpass(0.005);

  /**
   * One second in 8 polynomials, steps of a millisecond, a delay of half a second, spiking neurons,
   * synapses of 5 ms, and a learning rate of 2e-4.
   */
  public static final DelayNetwork DEFAULT =
      new DelayNetwork(
          1,
          8,
          0.001,
          0.5,
          NeuronType.SPIKING,
          FIVE_MILLISECONDS,
          new Pes(2e-4, FIVE_MILLISECONDS));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one of them is not as described
   */
  public DelayNetwork {
    if (!(theta > 0 && theta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("theta must be positive and finite (got " + theta + ")");
    }
    if (order < 1) {
      throw new IllegalArgumentException("order must be at least 1 (got " + order + ")");
    }
    if (!(dt > 0 && dt <= theta)) {
      throw new IllegalArgumentException(
          "dt must be positive and at most theta, %s (got %s)".formatted(theta, dt));
    }
    if (!(delay >= 0 && delay < theta)) {
      throw new IllegalArgumentException(
          "delay must be from 0 to less than theta, %s (got %s)".formatted(theta, delay));
    }
  }

  /**
   * The same with other neurons.
   *
   * @param value what the neurons do
   * @return a network
   */
  public DelayNetwork withNeurons(NeuronType value) {
    return new DelayNetwork(theta, order, dt, delay, value, synapse, rule);
  }

  /** {@return how many steps the target lies behind the input} */
  public int lag() {
    return (int) Math.rint(delay / dt) + 1;
  }

  /** {@return the matrices of one step of the memory} */
  public DiscreteStateSpace memory() {
    return Discretizer.ZOH.discretize(order, theta / dt);
  }

  /**
   * Computes how long a run learns by default: the time before 80 % of it are over.
   *
   * @param steps of the run
   * @return the number of steps k, from 1, with {@code k < 0.8 steps}
   */
  public static int learningSteps(int steps) {
    return Math.max(0, Math.toIntExact((8L * steps + 9) / 10) - 1);
  }
}
