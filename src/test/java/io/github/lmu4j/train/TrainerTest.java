package io.github.lmu4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.model.Value;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.testing.Samples;
import io.github.lmu4j.train.objectives.Accuracy;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.train.objectives.StandardLoss;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.L2;
import io.github.lmu4j.weights.NonNeg;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;

class TrainerTest {

  private static final Model MODEL =
      Model.sequential(Shape.of(2)).add(Dense.of(16, Activation.TANH)).add(Dense.of(2)).build();

  private static Trainer trainer(long seed) {
    return Trainer.builder(MODEL)
        .seed(seed)
        .optimizer(OptimizerConfig.adam(0.01))
        .loss(new SparseCategoricalCrossentropy(true), new Accuracy())
        .build();
  }

  @Test
  void learnsWhatIsNotLinear() {
    ArrayDataset data = Samples.circle(500, 3);
    try (Trainer trainer = trainer(1)) {
      History history = trainer.fit(data, FitOptions.epochs(30));
      assertThat(history.epochs()).isEqualTo(30);
      assertThat(history.get("loss").get(29)).isLessThan(history.get("loss").get(0) / 2);
      assertThat(trainer.evaluate(Samples.circle(200, 4), 128).get("accuracy")).isGreaterThan(0.9);
    }
  }

  @Test
  void equalSeedsGiveEqualWeights() {
    ArrayDataset data = Samples.circle(100, 3);
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

  @Test
  void streamOfTheSameBatchesGivesTheSameWeights() {
    ArrayDataset data = Samples.circle(50, 3);
    Dataset stream = (batchSize, shuffle) -> data.batches(batchSize, shuffle);
    try (Trainer first = trainer(1);
        Trainer second = trainer(1)) {
      first.fit(data, FitOptions.epochs(2).withBatchSize(8));
      second.fit(stream, FitOptions.epochs(2).withBatchSize(8));
      assertThat(first.weights()).isEqualTo(second.weights());
    }
  }

  @Test
  void eachEpochHasAnOrderOfItsOwn() {
    Array rows = Array.of(Shape.of(6, 1), 0f, 1f, 2f, 3f, 4f, 5f);
    ArrayDataset data = Dataset.of(rows, rows);
    List<Float> first = order(data, 1);
    assertThat(first).containsExactlyInAnyOrder(0f, 1f, 2f, 3f, 4f, 5f).isEqualTo(order(data, 1));
    assertThat(first).isNotEqualTo(order(data, 2));
  }

  private static List<Float> order(ArrayDataset data, long seed) {
    return data.batches(4, OptionalLong.of(seed))
        .flatMap(
            batch -> {
              float[] values = batch.inputs().get(0).toFloats();
              return IntStream.range(0, values.length).mapToObj(i -> values[i]);
            })
        .toList();
  }

  @Test
  void predictionsInBatchesAreThoseOfAPredictor() {
    Array x = Samples.circle(23, 5).all().inputs().get(0);
    try (Trainer trainer = trainer(1);
        Predictor predictor = Predictor.of(MODEL, trainer.weights())) {
      assertThat(trainer.predict(List.of(x), 10).get(0).toFloats())
          .containsExactly(predictor.predict(x).toFloats(), within(1e-6f));
    }
  }

  @Test
  void constraintsHoldAfterEveryStepAndRegularizersCount() {
    Model model =
        Model.sequential(Shape.of(2))
            .add(
                Dense.builder(2)
                    .kernelConstraint(new NonNeg())
                    .kernelRegularizer(new L2(0.5))
                    .build())
            .build();
    ArrayDataset data = Samples.circle(40, 3);
    try (Trainer trainer =
        Trainer.builder(model)
            .optimizer(OptimizerConfig.sgd(1))
            .loss(
                new SparseCategoricalCrossentropy(true),
                Metric.named("sparse_categorical_crossentropy"))
            .build()) {
      for (int i = 0; i < 5; i++) {
        trainer.trainOnBatch(data.all());
        assertThat(trainer.weights().get("dense/kernel").toFloats())
            .satisfies(kernel -> assertThat(kernel[0]).isNotNegative())
            .satisfies(kernel -> assertThat(kernel[3]).isNotNegative());
      }
      double squares =
          Arrays.stream(trainer.weights().get("dense/kernel").toDoubles()).map(w -> w * w).sum();
      assertThat(squares).isPositive();
      try (Trainer plain =
          Trainer.builder(Model.sequential(Shape.of(2)).add(Dense.of(2)).build())
              .weights(trainer.weights())
              .loss(new SparseCategoricalCrossentropy(true))
              .build()) {
        double loss = plain.evaluate(data, 40).getOrDefault("loss", Double.NaN);
        assertThat(trainer.evaluate(data, 40).get("loss"))
            .isCloseTo(loss + 0.5 * squares, within(1e-6));
      }
    }
  }

  @Test
  void eachOutputHasItsObjective() {
    var builder = Model.functional();
    Value x = builder.input("x", Shape.of(2));
    Model model =
        builder
            .outputs(builder.add("class", Dense.of(2), x), builder.add("radius", Dense.of(1), x))
            .build();
    ArrayDataset circle = Samples.circle(40, 3);
    Array radius = Array.of(Shape.of(40), new float[40]);
    try (Trainer trainer =
        Trainer.builder(model)
            .optimizer(OptimizerConfig.sgd(0.1))
            .objectives(
                Objective.of(new SparseCategoricalCrossentropy(true), new Accuracy()),
                Objective.of(StandardLoss.MEAN_SQUARED_ERROR, Metric.named("mae")).withWeight(0.25))
            .build()) {
      Dataset data =
          Dataset.of(circle.all().inputs(), List.of(circle.all().targets().get(0), radius));
      Map<String, Double> logs = trainer.evaluate(data, 16);
      assertThat(logs.keySet())
          .containsExactly("loss", "class_loss", "radius_loss", "class_accuracy", "radius_mae");
      assertThat(logs.get("loss"))
          .isCloseTo(
              logs.getOrDefault("class_loss", 0.0) + 0.25 * logs.getOrDefault("radius_loss", 0.0),
              within(1e-6));
      double before = logs.getOrDefault("radius_mae", 0.0);
      trainer.fit(data, FitOptions.epochs(20));
      assertThat(trainer.evaluate(data, 16).getOrDefault("radius_mae", before))
          .isLessThan(before / 2);
    }
  }

  @Test
  void averagesBecomeTheWeightsWhenTrainingEnds() {
    try (Trainer trainer =
        Trainer.builder(MODEL)
            .optimizer(OptimizerConfig.sgd(0.5).withMovingAverage(0.8))
            .loss(new SparseCategoricalCrossentropy(true))
            .session(ConfigProto.newBuilder().setIntraOpParallelismThreads(1).build())
            .build()) {
      double[][] steps = new double[4][];
      int[] done = {0};
      Callback recorder =
          new Callback() {
            @Override
            public void onBatchEnd(Trainer running, Progress progress) {
              steps[done[0]++] = running.weights().get("dense/bias").toDoubles();
            }
          };
      trainer.fit(
          Samples.circle(40, 3), FitOptions.epochs(1).withBatchSize(10).withCallbacks(recorder));
      double[] average = steps[0].clone();
      for (double[] step : List.of(steps).subList(1, 4)) {
        for (int i = 0; i < average.length; i++) {
          average[i] = 0.8 * average[i] + 0.2 * step[i];
        }
      }
      assertThat(trainer.weights().get("dense/bias").toDoubles())
          .containsExactly(average, within(1e-7));
    }
  }

  @Test
  void arraysThatDoNotFitAreNamed() {
    try (Trainer trainer = trainer(1)) {
      Array x = Array.zeros(Shape.of(4, 3), DType.FLOAT32);
      Array y = Array.of(Shape.of(4), 0, 1, 0, 1);
      assertThatThrownBy(() -> trainer.evaluate(Dataset.of(x, y), 4))
          .hasMessage("input must have shape [-1, 2] (got [4, 3])");
      assertThatThrownBy(() -> Dataset.of(x, y.rows(0, 1)))
          .hasMessage("all arrays must have 4 samples, as the first input has (got int32[2])");
      assertThatThrownBy(() -> trainer.setLearningRate(-1)).hasMessageContaining("at least 0");
    }
    assertThatThrownBy(() -> Trainer.builder(MODEL).build())
        .hasMessage("a model with 1 outputs needs as many objectives (got 0)");
  }
}
