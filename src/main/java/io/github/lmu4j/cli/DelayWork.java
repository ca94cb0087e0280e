package io.github.lmu4j.cli;

import io.github.lmu4j.spiking.DelayNetwork;
import io.github.lmu4j.spiking.DelaySimulator;
import io.github.lmu4j.spiking.Ensemble;
import io.github.lmu4j.weights.DType;

/** Runs the spiking delay network in float64, as {@code simulate delay} does by default. */
final class DelayWork implements DirectPart.Work {

  private final DelaySimulator simulator =
      DelaySimulator.of(
          DelayNetwork.DEFAULT,
          Ensemble.random(DelayOptions.NEURONS, DelayNetwork.DEFAULT.order(), 0),
          DType.FLOAT64);
  private final double[] u;

  /**
   * Prepares a run.
   *
   * @param seconds of simulated time
   */
  DelayWork(int seconds) {
    u = DelayOptions.noise(seconds, 0);
  }

  @Override
  public void run() {
    simulator.run(u, DelayNetwork.learningSteps(u.length), done -> {});
  }

  @Override
  public void close() {
    simulator.close();
  }
}
