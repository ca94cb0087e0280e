package io.github.lmu4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.io.ModelFormatException;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Dropout;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.testing.Samples;
import io.github.lmu4j.train.callbacks.EarlyStopping;
import io.github.lmu4j.train.callbacks.Monitor;
import io.github.lmu4j.train.callbacks.ReduceLearningRateOnPlateau;
import io.github.lmu4j.train.objectives.Accuracy;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

class CheckpointTest {

  private static final Model MODEL =
      Model.sequential(Shape.of(2))
          .add(Dense.of(8, Activation.TANH))
          .add(new Dropout(0.3))
          .add(Dense.of(2))
          .build();

  @TempDir private Path folder;

  private static Trainer trainer(long seed) {
    return Trainer.builder(MODEL)
        .seed(seed)
        .optimizer(OptimizerConfig.adamW(0.02, 0.01).withMovingAverage(0.9))
        .loss(new SparseCategoricalCrossentropy(true), new Accuracy())
        .build();
  }

  /** 13 steps an epoch, of which the last is short. */
  private static FitOptions options() {
    return FitOptions.epochs(6)
        .withBatchSize(8)
        .withValidation(Samples.circle(40, 9))
        .withCallbacks(
            new ReduceLearningRateOnPlateau(Monitor.of("val_loss"), 0.5, 1),
            new EarlyStopping(Monitor.of("val_accuracy"), 100, true));
  }

  /** Stops after so many steps. */
  private static Callback stopAfter(int steps) {
    return new Callback() {
      private int done;

      @Override
      public void onBatchEnd(Trainer trainer, Progress progress) {
        if (++done == steps) {
          trainer.stop();
        }
      }
    };
  }

  private Checkpoint stopped(Dataset data, int steps) throws IOException {
    Path file = folder.resolve("run-" + steps + ".npz");
    try (Trainer trainer = trainer(5)) {
      trainer.fit(data, options().withCallbacks(stopAfter(steps)).withCheckpoint(file));
      return Checkpoint.read(file);
    }
  }

  @Test
  void resumedRunEqualsTheUninterruptedOne() throws IOException {
    ArrayDataset data = Samples.circle(100, 3);
    Checkpoint whole;
    History history;
    try (Trainer trainer = trainer(5)) {
      history = trainer.fit(data, options().withCallbacks(stopAfter(-1)));
      whole = trainer.checkpoint();
    }
    // In the middle of an epoch, at its end, and in the middle of a later one.
    for (int steps : new int[] {5, 13, 44}) {
      Checkpoint checkpoint = stopped(data, steps);
      assertThat(checkpoint.epoch()).isEqualTo(steps / 13);
      assertThat(checkpoint.batch()).isEqualTo(steps % 13);
      try (Trainer trainer = trainer(5)) {
        FitOptions options = options().withCallbacks(stopAfter(-1)).resume(checkpoint);
        assertThat(trainer.fit(data, options)).isEqualTo(history);
        assertThat(trainer.checkpoint()).isEqualTo(whole);
      }
    }
  }

  @Test
  void fileHoldsWhatWasWritten() throws IOException {
    Checkpoint checkpoint = stopped(Samples.circle(30, 3), 7);
    Path copy = folder.resolve("copy.npz");
    checkpoint.write(copy);
    assertThat(Checkpoint.read(copy)).isEqualTo(checkpoint);
    assertThat(checkpoint.optimizer().paths())
        .contains("iterations", "learning_rate", "dense/kernel/momentum", "dense/kernel/average");
  }

  @Test
  void otherSeedOrCallbacksAreRefused() throws IOException {
    ArrayDataset data = Samples.circle(30, 3);
    Checkpoint checkpoint = stopped(data, 7);
    try (Trainer other = trainer(6)) {
      assertThatThrownBy(() -> other.fit(data, options().resume(checkpoint)))
          .hasMessage("a run of seed 5 cannot be continued by a trainer of seed 6");
    }
    try (Trainer same = trainer(5)) {
      assertThatThrownBy(() -> same.fit(data, FitOptions.epochs(6).resume(checkpoint)))
          .hasMessageContaining("0 callbacks instead of 3");
    }
  }

  @Test
  void otherFilesAreNoCheckpoints() throws IOException {
    Path file = folder.resolve("data.npz");
    Npz.write(file, Map.of("x", Array.of(Shape.of(1), 1f)));
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("run/place");
  }
}
