package io.github.lmu4j.examples;

import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.data.Forecasts;
import io.github.lmu4j.data.MackeyGlassTask;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Trains two recurrent LMUs to foretell a chaotic series 15 steps ahead. */
public final class ForetellMackeyGlass {

  private ForetellMackeyGlass() {}

  /**
   * Trains and prints the error on series that were held out.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println(train(20));
  }

  /**
   * Trains.
   *
   * @param epochs times through the data
   * @return error on series that were held out, in units of their standard deviation
   */
  public static double train(int epochs) {
    MackeyGlassTask task = MackeyGlassTask.of(0, 32, 500);
    Model model =
        Model.sequential(Shape.of(Shape.UNKNOWN_SIZE, 1))
            .add(Lmu.of(cell()).returningSequences())
            .add(Lmu.of(cell()).returningSequences())
            .add(Dense.of(1))
            .build();
    try (Trainer trainer =
        Trainer.builder(model)
            .optimizer(OptimizerConfig.adam(5e-3))
            .loss(Loss.named("mse"))
            .build()) {
      Forecasts training = task.training().pieces(100);
      trainer.fit(
          Dataset.of(
              sequences(training, training.inputs()), sequences(training, training.targets())),
          FitOptions.epochs(epochs).withBatchSize(16));
      Forecasts held = task.test();
      Array forecasts = trainer.predict(List.of(sequences(held, held.inputs())), 8).get(0);
      return held.normalizedError(forecasts.toFloats());
    }
  }

  /** A memory of 4 steps whose input comes from the series, the hidden state and itself. */
  private static LmuCell cell() {
    return LmuCell.builder(1, 4, 4)
        .hiddenCell(SimpleRnnCell.of(20))
        .hiddenToMemory()
        .memoryToMemory()
        .inputToHidden()
        .build();
  }

  private static Array sequences(Forecasts forecasts, float[] values) {
    return Array.of(Shape.of(forecasts.count(), forecasts.steps(), 1), values);
  }
}
