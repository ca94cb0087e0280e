package io.github.lmu4j.train.objectives;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.testing.Gradients;
import io.github.lmu4j.testing.Sandbox;
import io.github.lmu4j.testing.TrainingFixture;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** Values and gradients of all losses, plain and weighted, against Keras 3. */
class LossParityTest {

  private record Case(Loss loss, Optional<Reduction> reduction, String target, String prediction) {
    Case(Loss loss, String target, String prediction) {
      this(loss, Optional.of(Reduction.SUM_OVER_BATCH_SIZE), target, prediction);
    }
  }

  private static final Map<String, Case> CASES = cases();

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    Loss sparse = new SparseCategoricalCrossentropy(true);
    cases.put("sparse-logits", new Case(sparse, "classes", "logits"));
    cases.put(
        "sparse-probabilities",
        new Case(new SparseCategoricalCrossentropy(false), "classes", "probabilities"));
    cases.put(
        "sparse-ignore-class",
        new Case(new SparseCategoricalCrossentropy(true, OptionalInt.of(1)), "classes", "logits"));
    cases.put(
        "categorical-logits", new Case(new CategoricalCrossentropy(true, 0), "one_hot", "logits"));
    cases.put(
        "categorical-probabilities",
        new Case(new CategoricalCrossentropy(false, 0), "one_hot", "probabilities"));
    cases.put(
        "categorical-smoothing",
        new Case(new CategoricalCrossentropy(true, 0.1), "one_hot", "logits"));
    cases.put(
        "categorical-smoothing-probabilities",
        new Case(new CategoricalCrossentropy(false, 0.1), "one_hot", "probabilities"));
    cases.put("binary-logits", new Case(new BinaryCrossentropy(true, 0), "binary", "logits"));
    cases.put(
        "binary-probabilities", new Case(new BinaryCrossentropy(false, 0), "binary", "units"));
    cases.put("binary-smoothing", new Case(new BinaryCrossentropy(true, 0.1), "binary", "logits"));
    cases.put("huber", new Case(new Huber(1), "real", "logits"));
    cases.put("huber-delta", new Case(new Huber(0.4), "real", "logits"));
    Loss mse = StandardLoss.MEAN_SQUARED_ERROR;
    cases.put("mse", new Case(mse, "real", "logits"));
    cases.put("mse-mean", new Case(mse, "real", "logits"));
    cases.put("mse-none", new Case(mse, Optional.empty(), "real", "logits"));
    cases.put("mse-sum", new Case(mse, Optional.of(Reduction.SUM), "real", "logits"));
    cases.put(
        "mse-mean-with-sample-weight",
        new Case(mse, Optional.of(Reduction.MEAN_WITH_SAMPLE_WEIGHT), "real", "logits"));
    cases.put("mae", new Case(StandardLoss.MEAN_ABSOLUTE_ERROR, "real", "logits"));
    cases.put("cosine", new Case(StandardLoss.COSINE_SIMILARITY, "real", "logits"));
    cases.put("log-cosh", new Case(StandardLoss.LOG_COSH, "real", "logits"));
    String guess = "positive_guess";
    cases.put("mape", new Case(StandardLoss.MEAN_ABSOLUTE_PERCENTAGE_ERROR, "positive", guess));
    cases.put("msle", new Case(StandardLoss.MEAN_SQUARED_LOGARITHMIC_ERROR, "positive", guess));
    cases.put("poisson", new Case(StandardLoss.POISSON, "positive", guess));
    cases.put(
        "kl-divergence", new Case(StandardLoss.KL_DIVERGENCE, "distribution", "probabilities"));
    cases.put("hinge", new Case(StandardLoss.HINGE, "signs", "logits"));
    cases.put("squared-hinge", new Case(StandardLoss.SQUARED_HINGE, "signs", "logits"));
    cases.put("categorical-hinge", new Case(StandardLoss.CATEGORICAL_HINGE, "one_hot", "logits"));
    return cases;
  }

  private static Stream<Arguments> casesAndTypes() {
    return CASES.keySet().stream()
        .flatMap(
            name -> Stream.of(DType.FLOAT32, DType.FLOAT64).map(type -> Arguments.of(name, type)));
  }

  @Test
  void everyFixtureHasItsCase() {
    List<String> fixtures =
        TrainingFixture.read("losses", DType.FLOAT64).cases().stream()
            .filter(name -> !List.of("flat", "sequence", "edge").contains(name))
            .toList();
    assertThat(CASES.keySet()).containsExactlyInAnyOrderElementsOf(fixtures);
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("casesAndTypes")
  void valuesAndGradientsAreThoseOfKeras(String name, DType type) {
    for (String kind : List.of("flat", "sequence", "edge")) {
      for (boolean weighted : new boolean[] {false, true}) {
        if (type == DType.FLOAT64) {
          compare(name, kind, weighted, type, TFloat64.class);
        } else {
          compare(name, kind, weighted, type, TFloat32.class);
        }
      }
    }
  }

  private static <T extends TFloating> void compare(
      String name, String kind, boolean weighted, DType type, Class<T> tensorType) {
    TrainingFixture fixture = TrainingFixture.read("losses", type);
    Case tested = Objects.requireNonNull(CASES.get(name));
    try (Sandbox sandbox = new Sandbox()) {
      Ops tf = sandbox.tf();
      Operand<T> prediction = constant(tf, fixture.get(kind + "/" + tested.prediction), tensorType);
      Optional<Operand<T>> weights =
          weighted
              ? Optional.of(constant(tf, fixture.get(kind + "/sample_weight"), tensorType))
              : Optional.empty();
      Operand<T> value =
          value(
              tf,
              tested,
              target(tf, fixture.get(kind + "/" + tested.target), tensorType),
              prediction,
              weights);
      Operand<?> gradient =
          sandbox.graph()
              .addGradients(value.asOutput(), new Output<?>[] {prediction.asOutput()})[0];
      String entry = name + "/" + kind + (weighted ? "-weighted" : "");
      if (name.equals("log-cosh")) {
        // Keras subtracts a log(2) that it rounds to float32.
        TrainingFixture.assertClose(
            sandbox.value(value),
            fixture.get(entry + "/value"),
            entry,
            type == DType.FLOAT64 ? 1e-7 : 1e-5);
      } else {
        fixture.assertClose(sandbox.value(value), entry + "/value");
      }
      fixture.assertClose(sandbox.value(gradient), entry + "/gradient");
    }
  }

  private static <T extends TFloating> Operand<T> value(
      Ops tf,
      Case tested,
      Operand<? extends TNumber> target,
      Operand<T> prediction,
      Optional<Operand<T>> weights) {
    Operand<T> values = tested.loss.values(tf, target, prediction);
    if (tested.reduction.isEmpty()) {
      return weights.isEmpty() ? values : tf.math.mul(values, weights.get());
    }
    return tested.reduction.get().reduce(tf, values, weights, tested.loss.counted(tf, target));
  }

  private static <T extends TFloating> Operand<? extends TNumber> target(
      Ops tf, Array array, Class<T> type) {
    if (array.type() == DType.INT32) {
      return constant(tf, array, TInt32.class);
    }
    return constant(tf, array, type);
  }

  private static <T extends TType> Operand<T> constant(Ops tf, Array array, Class<T> type) {
    try (Tensor tensor = array.toTensor()) {
      return tf.constantOf(type.cast(tensor));
    }
  }

  @Test
  void logitsAreFoundBehindTheirActivation() {
    try (Sandbox sandbox = new Sandbox()) {
      Ops tf = sandbox.tf();
      // The probability of the second class rounds to 0: from it, the loss would be 16.1.
      Operand<TFloat32> logits = tf.constant(new float[][] {{0, -200}});
      Operand<TFloat32> loss =
          new SparseCategoricalCrossentropy(false).values(tf, tf.array(1), tf.nn.softmax(logits));
      assertThat(sandbox.value(loss).doubleAt(0)).isEqualTo(200);
      Operand<TFloat32> binary =
          new BinaryCrossentropy(false, 0)
              .values(tf, tf.constant(new float[][] {{0, 1}}), tf.math.sigmoid(logits));
      assertThat(sandbox.value(binary).doubleAt(0)).isBetween(100.346, 100.347);
    }
  }

  @Test
  void crossEntropiesOfLogitsHaveTheirGradientsInDoublePrecision() {
    try (Sandbox sandbox = new Sandbox()) {
      Ops tf = sandbox.tf();
      Operand<TFloat64> logits = tf.constant(new double[][] {{0.5, -1, 2}, {0.25, 0.5, -3}});
      Operand<TFloat64> mixed = tf.constant(new double[][] {{0.2, 0.3, 0.5}, {1, 0, 0}});
      Gradients.check(
          sandbox.session(),
          new SparseCategoricalCrossentropy(true).values(tf, tf.array(2, 0), logits),
          logits);
      Gradients.check(
          sandbox.session(),
          new CategoricalCrossentropy(true, 0.1).values(tf, mixed, logits),
          logits);
      Gradients.check(
          sandbox.session(), new BinaryCrossentropy(true, 0).values(tf, mixed, logits), logits);
    }
  }
}
