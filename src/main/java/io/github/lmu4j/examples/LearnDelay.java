package io.github.lmu4j.examples;

import io.github.lmu4j.data.BandLimitedNoise;
import io.github.lmu4j.spiking.DelayNetwork;
import io.github.lmu4j.spiking.DelayRun;
import io.github.lmu4j.spiking.DelaySimulator;
import io.github.lmu4j.spiking.Ensemble;
import io.github.lmu4j.weights.DType;

/** Lets 1,000 spiking neurons learn, while it comes, to say what a signal was half a second ago. */
public final class LearnDelay {

  private LearnDelay() {}

  /**
   * Runs 100 s and prints the error of each 20.
   *
   * @param args none
   */
  public static void main(String[] args) {
    for (double error : learn(100, 5)) {
      System.out.printf("%.3f%n", error);
    }
  }

  /**
   * Learns for four fifths of the time.
   *
   * @param seconds how long
   * @param parts how many parts of the time are looked at
   * @return error of each part, in units of the signal's standard deviation
   */
  public static double[] learn(int seconds, int parts) {
    double[] u = new BandLimitedNoise(seconds, 0.001, 2, 0.3).signal(5);
    Ensemble neurons = Ensemble.random(1000, DelayNetwork.DEFAULT.order(), 0);
    try (DelaySimulator simulator =
        DelaySimulator.of(DelayNetwork.DEFAULT, neurons, DType.FLOAT32)) {
      DelayRun run = simulator.run(u, DelayNetwork.learningSteps(u.length), done -> {});
      double[] errors = new double[parts];
      for (int i = 0; i < parts; i++) {
        errors[i] = run.error(u.length / parts * i, u.length / parts * (i + 1));
      }
      return errors;
    }
  }
}
