package io.github.lmu4j.train.callbacks;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * Saves the model after each epoch, or after each that is better than all before.
 *
 * <p>To continue a run that was stopped, see {@link FitOptions#withCheckpoint} instead.
 */
public final class ModelCheckpoint implements Callback {

  private static final String BEST = "best";

  private final String path;
  private final Optional<Monitor> monitor;
  private final Format format;
  private double best;

  /** Writes a model. */
  @FunctionalInterface
  public interface Format {

    /**
     * Writes what is trained.
     *
     * @param trainer has the model and its weights
     * @param path where to
     * @throws IOException if it cannot be written
     */
    void save(Trainer trainer, Path path) throws IOException;
  }

  private ModelCheckpoint(String path, Optional<Monitor> monitor, Format format) {
    this.path = path;
    this.monitor = monitor;
    this.format = format;
    reset();
  }

  /**
   * Saves the weights after each epoch as {@code .npz}, one array a path.
   *
   * @param path where to; {@code {epoch}} in it stands for the number of the epoch, from 1
   * @return the callback
   */
  public static ModelCheckpoint every(String path) {
    return new ModelCheckpoint(path, Optional.empty(), ModelCheckpoint::weights);
  }

  /**
   * Saves the weights as {@code .npz} after each epoch that is better than all before.
   *
   * @param path where to; {@code {epoch}} in it stands for the number of the epoch, from 1
   * @param monitor what is watched
   * @return the callback
   */
  public static ModelCheckpoint best(String path, Monitor monitor) {
    return new ModelCheckpoint(path, Optional.of(monitor), ModelCheckpoint::weights);
  }

  /**
   * Sets what is written.
   *
   * @param value writes a model
   * @return a new callback
   */
  public ModelCheckpoint as(Format value) {
    return new ModelCheckpoint(path, monitor, value);
  }

  private static void weights(Trainer trainer, Path path) throws IOException {
    Npz.write(path, trainer.weights().values());
  }

  private void reset() {
    best = monitor.map(m -> m.goal().worst()).orElse(0.0);
  }

  @Override
  public void onTrainBegin(Trainer trainer, FitOptions options) {
    if (options.resumed().isEmpty()) {
      reset();
    }
  }

  @Override
  public void onEpochEnd(Trainer trainer, int epoch, Map<String, Double> logs) {
    if (monitor.isPresent()) {
      double value = monitor.get().value(logs);
      if (!monitor.get().isBetter(value, best)) {
        return;
      }
      best = value;
    }
    try {
      format.save(trainer, Path.of(path.replace("{epoch}", Integer.toString(epoch + 1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Weights state() {
    return new Weights(Map.of(BEST, Array.of(Shape.scalar(), best)));
  }

  @Override
  public void restore(Weights state) {
    best = state.get(BEST).doubleAt(0);
  }
}
