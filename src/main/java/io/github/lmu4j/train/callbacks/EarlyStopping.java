package io.github.lmu4j.train.callbacks;

import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * Ends training when a number has not become better for some epochs, and may go back to the weights
 * of the best epoch.
 *
 * <pre>{@code
 * options.withCallbacks(new EarlyStopping(Monitor.of("val_loss"), 5, true));
 * }</pre>
 */
public final class EarlyStopping implements Callback {

  private static final String PLACE = "place";

  private final Monitor monitor;
  private final int patience;
  private final boolean restoreBest;

  private double best;
  private int bestEpoch;
  private int wait;
  private Weights bestWeights = Weights.EMPTY;

  /**
   * Makes a callback that serves one run of {@code fit} at a time.
   *
   * @param monitor what is watched
   * @param patience number of epochs without improvement after which training ends, not negative
   * @param restoreBest whether the model ends with the weights of its best epoch
   */
  public EarlyStopping(Monitor monitor, int patience, boolean restoreBest) {
    if (patience < 0) {
      throw new IllegalArgumentException(
          "patience must be at least 0 (got %d)".formatted(patience));
    }
    this.monitor = monitor;
    this.patience = patience;
    this.restoreBest = restoreBest;
    best = monitor.goal().worst();
  }

  @Override
  public void onTrainBegin(Trainer trainer, FitOptions options) {
    if (options.resumed().isEmpty()) {
      best = monitor.goal().worst();
      bestEpoch = 0;
      wait = 0;
      bestWeights = Weights.EMPTY;
    }
  }

  @Override
  public void onEpochEnd(Trainer trainer, int epoch, Map<String, Double> logs) {
    double value = monitor.value(logs);
    boolean better = monitor.isBetter(value, best);
    if (better) {
      best = value;
      bestEpoch = epoch;
    }
    if (restoreBest && (better || bestWeights.paths().isEmpty())) {
      bestWeights = trainer.weights();
    }
    wait = better ? 0 : wait + 1;
    // As in Keras, the first epoch alone never ends training.
    if (wait > 0 && wait >= patience && epoch > 0) {
      trainer.stop();
    }
  }

  @Override
  public void onTrainEnd(Trainer trainer) {
    if (!bestWeights.paths().isEmpty()) {
      trainer.assign(bestWeights);
    }
  }

  /**
   * The best value so far.
   *
   * @return value of the monitored number, or an infinity before the first epoch
   */
  public double best() {
    return best;
  }

  /**
   * The epoch of the best value.
   *
   * @return epoch, counted from 0
   */
  public int bestEpoch() {
    return bestEpoch;
  }

  @Override
  public Weights state() {
    Map<String, Array> state = new LinkedHashMap<>();
    state.put(PLACE, Array.of(Shape.of(3), best, bestEpoch, wait));
    bestWeights.values().forEach((path, array) -> state.put("weights/" + path, array));
    return new Weights(state);
  }

  @Override
  public void restore(Weights state) {
    Array place = state.get(PLACE);
    best = place.doubleAt(0);
    bestEpoch = (int) place.longAt(1);
    wait = (int) place.longAt(2);
    bestWeights = state.under("weights");
  }
}
