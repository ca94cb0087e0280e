package io.github.lmu4j.testing;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.spiking.DelayNetwork;
import io.github.lmu4j.spiking.DelayRun;
import io.github.lmu4j.spiking.Ensemble;
import io.github.lmu4j.spiking.NeuronType;
import io.github.lmu4j.weights.Array;
import org.tensorflow.ndarray.Shape;

/** The delay network step by step in plain Java, as its definition has it. */
public final class DelayReference {

  private DelayReference() {}

  /**
   * Runs a network.
   *
   * @param network the network
   * @param ensemble its neurons
   * @param u the input
   * @param learning how many steps learn
   * @return what it did
   */
  public static DelayRun run(DelayNetwork network, Ensemble ensemble, double[] u, int learning) {
    int neurons = ensemble.neurons();
    int order = network.order();
    double dt = network.dt();
    DiscreteStateSpace system = network.memory();
    double[] encoders = ensemble.encoders().toDoubles();
    double[] gain = ensemble.gain().toDoubles();
    double[] bias = ensemble.bias().toDoubles();
    double[] voltage = ensemble.voltage().toDoubles();
    double keptActivity = Math.exp(-dt / network.rule().synapse().tau());
    double keptOutput = Math.exp(-dt / network.synapse().tau());
    double[] memory = new double[order];
    double[] weights = new double[neurons];
    double[] activity = new double[neurons];
    double[] change = new double[neurons];
    double[] target = new double[u.length];
    double[] decoded = new double[u.length];
    double[] memories = new double[u.length * order];
    double filtered = 0;
    for (int k = 0; k < u.length; k++) {
      double[] next = new double[order];
      for (int i = 0; i < order; i++) {
        next[i] = system.b().get(i, 0) * u[k];
        for (int j = 0; j < order; j++) {
          next[i] += system.a().get(i, j) * memory[j];
        }
      }
      memory = next;
      System.arraycopy(memory, 0, memories, k * order, order);
      decoded[k] = filtered;
      target[k] = k >= network.lag() ? u[k - network.lag()] : 0;
      double error = k < learning ? decoded[k] - target[k] : 0;
      double y = 0;
      for (int i = 0; i < neurons; i++) {
        weights[i] += change[i];
        double current = bias[i];
        for (int j = 0; j < order; j++) {
          current += gain[i] * encoders[i * order + j] * memory[j];
        }
        double rate = Math.max(current, 0);
        if (network.neurons() == NeuronType.SPIKING) {
          voltage[i] += rate * dt;
          double fired = Math.floor(voltage[i]);
          voltage[i] -= fired;
          rate = fired / dt;
        }
        y += weights[i] * rate;
        activity[i] = keptActivity * activity[i] + (1 - keptActivity) * rate;
        change[i] = -network.rule().learningRate() * dt / neurons * error * activity[i];
      }
      filtered = keptOutput * filtered + (1 - keptOutput) * y;
    }
    for (int i = 0; i < neurons; i++) {
      weights[i] += change[i];
    }
    Shape steps = Shape.of(u.length);
    return new DelayRun(
        Array.of(steps, u),
        Array.of(steps, target),
        Array.of(steps, decoded),
        Array.of(Shape.of(u.length, order), memories),
        Array.of(Shape.of(neurons), weights));
  }
}
