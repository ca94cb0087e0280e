package io.github.lmu4j.train.callbacks;

import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * Multiplies a fixed learning rate by a factor when a number has not become better for some epochs.
 *
 * <p>Keras' defaults are a factor of 0.1, a patience of 10, a minimal difference of 1e-4, no
 * cooldown and no least rate.
 */
public final class ReduceLearningRateOnPlateau implements Callback {

  private static final String PLACE = "place";

  private final Monitor monitor;
  private final double factor;
  private final int patience;
  private final int cooldown;
  private final double least;

  private double best;
  private int wait;
  private int cooling;

  /**
   * Makes a callback that serves one run of {@code fit} at a time.
   *
   * @param monitor what is watched
   * @param factor what the rate is multiplied by, between 0 and 1
   * @param patience number of epochs without improvement before the rate falls, not negative
   * @param cooldown number of epochs after a fall that count nothing, not negative
   * @param least rate below which it does not fall, not negative
   */
  public ReduceLearningRateOnPlateau(
      Monitor monitor, double factor, int patience, int cooldown, double least) {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException(
          "factor must lie between 0 and 1 (got %s)".formatted(factor));
    }
    if (patience < 0 || cooldown < 0 || !(least >= 0)) {
      throw new IllegalArgumentException(
          "patience, cooldown and least must be at least 0 (got %d, %d, %s)"
              .formatted(patience, cooldown, least));
    }
    this.monitor = monitor;
    this.factor = factor;
    this.patience = patience;
    this.cooldown = cooldown;
    this.least = least;
    best = monitor.goal().worst();
  }

  /**
   * A callback with Keras' defaults otherwise.
   *
   * @param monitor what is watched
   * @param factor what the rate is multiplied by, between 0 and 1
   * @param patience number of epochs without improvement before the rate falls, not negative
   */
  public ReduceLearningRateOnPlateau(Monitor monitor, double factor, int patience) {
    this(monitor, factor, patience, 0, 0);
  }

  @Override
  public void onTrainBegin(Trainer trainer, FitOptions options) {
    if (options.resumed().isEmpty()) {
      best = monitor.goal().worst();
      wait = 0;
      cooling = 0;
    }
  }

  @Override
  public void onEpochEnd(Trainer trainer, int epoch, Map<String, Double> logs) {
    double value = monitor.value(logs);
    if (cooling > 0) {
      cooling--;
      wait = 0;
    }
    if (monitor.isBetter(value, best)) {
      best = value;
      wait = 0;
    } else if (cooling == 0) {
      wait++;
      double rate = trainer.learningRate();
      if (wait >= patience && rate > least) {
        trainer.setLearningRate(Math.max(rate * factor, least));
        cooling = cooldown;
        wait = 0;
      }
    }
  }

  @Override
  public Weights state() {
    return new Weights(Map.of(PLACE, Array.of(Shape.of(3), best, wait, cooling)));
  }

  @Override
  public void restore(Weights state) {
    Array place = state.get(PLACE);
    best = place.doubleAt(0);
    wait = (int) place.longAt(1);
    cooling = (int) place.longAt(2);
  }
}
