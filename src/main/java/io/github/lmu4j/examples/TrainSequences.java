package io.github.lmu4j.examples;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.data.BandLimitedNoise;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** Trains a small LMU to tell slow signals from fast ones. */
public final class TrainSequences {

  private static final int STEPS = 100;

  private TrainSequences() {}

  /**
   * Trains and prints the accuracy on signals that were held out.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println(train(10));
  }

  /**
   * Trains.
   *
   * @param epochs times through the data
   * @return loss and accuracy on signals that were held out
   */
  public static Map<String, Double> train(int epochs) {
    // README begins
    Model model =
        Model.sequential(Shape.of(STEPS, 1))
            .add(
                LmuFeedforward.builder(1, 16, STEPS)
                    .hiddenCell(DenseCell.of(32, Activation.RELU))
                    .build())
            .add(Dense.of(2))
            .build();
    try (Trainer trainer =
        Trainer.builder(model)
            .optimizer(OptimizerConfig.adam(1e-3))
            .loss(new SparseCategoricalCrossentropy(true), Metric.named("accuracy"))
            .build()) {
      trainer.fit(signals(1000, 0), FitOptions.epochs(epochs).withBatchSize(50));
      return trainer.evaluate(signals(200, 1000), 50);
    }
    // README ends
  }

  /** Half of the signals have frequencies up to 2 Hz, half up to 4 Hz. */
  private static Dataset signals(int count, int firstSeed) {
    float[] values = new float[count * STEPS];
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      classes[i] = i % 2;
      double[] signal =
          new BandLimitedNoise(STEPS * 0.01, 0.01, 2 + 2 * classes[i], 0.5).signal(firstSeed + i);
      for (int t = 0; t < STEPS; t++) {
        values[i * STEPS + t] = (float) signal[t];
      }
    }
    return Dataset.of(
        Array.of(Shape.of(count, STEPS, 1), values), Array.of(Shape.of(count), classes));
  }
}
