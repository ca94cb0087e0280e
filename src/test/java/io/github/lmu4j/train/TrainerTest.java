package io.github.lmu4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.train.objectives.Accuracy;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class TrainerTest {

  private static final Model MODEL =
      Model.sequential(Shape.of(2)).add(Dense.of(16, Activation.TANH)).add(Dense.of(2)).build();

  /** Points inside and outside of a circle. */
  private static ArrayDataset circle(int samples) {
    Random random = new Random(3);
    float[] x = new float[2 * samples];
    int[] y = new int[samples];
    for (int i = 0; i < samples; i++) {
      x[2 * i] = (float) random.nextGaussian();
      x[2 * i + 1] = (float) random.nextGaussian();
      y[i] = Math.hypot(x[2 * i], x[2 * i + 1]) > 1.2 ? 1 : 0;
    }
    return Dataset.of(Array.of(Shape.of(samples, 2), x), Array.of(Shape.of(samples), y));
  }

  private static Trainer trainer(long seed) {
    return Trainer.builder(MODEL)
        .seed(seed)
        .optimizer(OptimizerConfig.adam(0.01))
        .loss(new SparseCategoricalCrossentropy(true), new Accuracy())
        .build();
  }

  @Test
  void learnsWhatIsNotLinear() {
    ArrayDataset data = circle(500);
    try (Trainer trainer = trainer(1)) {
      History history = trainer.fit(data, FitOptions.epochs(30));
      assertThat(history.epochs()).isEqualTo(30);
      assertThat(history.get("loss").get(29)).isLessThan(history.get("loss").get(0) / 2);
      assertThat(trainer.evaluate(data, 128).get("accuracy")).isGreaterThan(0.93);
    }
  }

  @Test
  void equalSeedsGiveEqualWeights() {
    ArrayDataset data = circle(100);
    try (Trainer first = trainer(1);
        Trainer second = trainer(1);
        Trainer other = trainer(2)) {
      FitOptions options = FitOptions.epochs(3);
      first.fit(data, options);
      second.fit(data, options);
      other.fit(data, options);
      assertThat(first.weights()).isEqualTo(second.weights()).isNotEqualTo(other.weights());
    }
  }
}
