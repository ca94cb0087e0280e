package io.github.lmu4j.train.callbacks;

import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes losses, metrics and the learning rate of each epoch for TensorBoard, under the names that
 * Keras gives them: {@code epoch_loss} and so on in the runs {@code train} and {@code validation}.
 * Histograms of the weights are written if asked for.
 */
public final class TensorBoard implements Callback {

  private static final String VALIDATION = "val_";

  private final Path folder;
  private final int histogramEpochs;
  private long began;

  /**
   * Makes a callback without histograms.
   *
   * @param folder the folder that TensorBoard is pointed to
   */
  public TensorBoard(Path folder) {
    this(folder, 0);
  }

  /**
   * Makes a callback.
   *
   * @param folder the folder that TensorBoard is pointed to
   * @param histogramEpochs histograms of all weights are written every so many epochs; 0 for never
   */
  public TensorBoard(Path folder, int histogramEpochs) {
    if (histogramEpochs < 0) {
      throw new IllegalArgumentException(
          "histogramEpochs must be at least 0 (got %d)".formatted(histogramEpochs));
    }
    this.folder = folder;
    this.histogramEpochs = histogramEpochs;
  }

  /** A run that is resumed writes to new files, which TensorBoard joins to the old ones. */
  @Override
  public void onTrainBegin(Trainer trainer, FitOptions options) {
    began = System.currentTimeMillis();
  }

  @Override
  public void onEpochEnd(Trainer trainer, int epoch, Map<String, Double> logs) {
    Map<String, Double> validation = new LinkedHashMap<>();
    Map<String, Double> training = new LinkedHashMap<>();
    logs.forEach(
        (name, value) -> {
          if (name.startsWith(VALIDATION)) {
            validation.put("epoch_" + name.substring(VALIDATION.length()), value);
          } else {
            training.put("epoch_" + name, value);
          }
        });
    training.put("epoch_learning_rate", trainer.learningRate());
    boolean histograms = histogramEpochs > 0 && epoch % histogramEpochs == 0;
    write("train", epoch, training, histograms ? trainer.weights() : Weights.EMPTY);
    if (!validation.isEmpty()) {
      write("validation", epoch, validation, Weights.EMPTY);
    }
  }

  private void write(String run, int epoch, Map<String, Double> scalars, Weights weights) {
    try (EventFile file = EventFile.append(EventFile.name(folder.resolve(run), began))) {
      for (Map.Entry<String, Double> scalar : scalars.entrySet()) {
        file.scalar(scalar.getKey(), epoch, scalar.getValue());
      }
      for (Map.Entry<String, Array> weight : weights.values().entrySet()) {
        file.histogram(weight.getKey() + "/histogram", epoch, Histogram.of(weight.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
