package io.github.lmu4j.train.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.testing.Samples;
import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.History;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class EarlyStoppingTest {

  private static final Model MODEL = Model.sequential(Shape.of(2)).add(Dense.of(2)).build();

  /** A rate so high that the loss goes up and down. */
  private static Trainer trainer() {
    return Trainer.builder(MODEL)
        .seed(4)
        .optimizer(OptimizerConfig.sgd(20))
        .loss(new SparseCategoricalCrossentropy(true))
        .build();
  }

  @Test
  void endsAfterItsPatienceWithTheBestWeights() {
    List<Weights> weights = new ArrayList<>();
    Callback recorder =
        new Callback() {
          @Override
          public void onEpochEnd(Trainer trainer, int epoch, Map<String, Double> logs) {
            weights.add(trainer.weights());
          }
        };
    EarlyStopping stopping = new EarlyStopping(Monitor.of("loss"), 3, true);
    try (Trainer trainer = trainer()) {
      History history =
          trainer.fit(
              Samples.circle(50, 1), FitOptions.epochs(200).withCallbacks(recorder, stopping));
      List<Double> losses = history.get("loss");
      int best = losses.indexOf(Collections.min(losses));
      assertThat(history.epochs()).isEqualTo(best + 4).isLessThan(200);
      assertThat(stopping.bestEpoch()).isEqualTo(best);
      assertThat(stopping.best()).isEqualTo(losses.get(best));
      assertThat(trainer.weights())
          .isEqualTo(weights.get(best))
          .isNotEqualTo(weights.get(weights.size() - 1));
    }
  }

  @Test
  void plateausLowerTheLearningRateToItsLeast() {
    Monitor never = new Monitor("loss", Goal.MAX, 1e9);
    List<Double> rates = new ArrayList<>();
    Callback recorder =
        new Callback() {
          @Override
          public void onEpochEnd(Trainer trainer, int epoch, Map<String, Double> logs) {
            rates.add(trainer.learningRate());
          }
        };
    try (Trainer trainer = trainer()) {
      trainer.fit(
          Samples.circle(20, 1),
          FitOptions.epochs(7)
              .withCallbacks(new ReduceLearningRateOnPlateau(never, 0.5, 1, 1, 4), recorder));
    }
    // The first value is better than nothing; after a fall, one epoch is waited out.
    assertThat(rates).containsExactly(20.0, 10.0, 5.0, 4.0, 4.0, 4.0, 4.0);
  }

  @Test
  void monitoredNumberMustBeThere() {
    try (Trainer trainer = trainer()) {
      FitOptions options =
          FitOptions.epochs(1).withCallbacks(new EarlyStopping(Monitor.of("val_loss"), 1, false));
      assertThatThrownBy(() -> trainer.fit(Samples.circle(20, 1), options))
          .hasMessage("there is no val_loss to monitor; there are [loss]");
    }
  }

  @Test
  void goalsFollowFromNames() {
    assertThat(Goal.of("val_accuracy")).isEqualTo(Goal.MAX);
    assertThat(Goal.of("dense_loss")).isEqualTo(Goal.MIN);
    assertThat(Monitor.of("loss").withMinDelta(0.1).isBetter(0.95, 1)).isFalse();
    assertThat(Monitor.of("loss").withMinDelta(0.1).isBetter(0.85, 1)).isTrue();
  }
}
