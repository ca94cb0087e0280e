package io.github.lmu4j.train.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.testing.Sandbox;
import io.github.lmu4j.testing.TrainingFixture;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Five steps of a Dense on four samples, against Keras 3. */
class OptimizerParityTest {

  private static final OptimizerConfig SGD = OptimizerConfig.sgd(0.05);
  private static final OptimizerConfig ADAM = OptimizerConfig.adam(0.05);
  private static final Map<String, OptimizerConfig> CASES = cases();

  private static Map<String, OptimizerConfig> cases() {
    Map<String, OptimizerConfig> cases = new LinkedHashMap<>();
    cases.put("sgd", SGD);
    cases.put("sgd-momentum", SGD.withMomentum(0.9));
    cases.put("sgd-nesterov", SGD.withRule(new Sgd(0.9, true)));
    cases.put("sgd-weight-decay", SGD.withMomentum(0.5).withWeightDecay(0.1));
    cases.put("sgd-clipnorm", SGD.withClipping(new Clipping.ByNorm(0.7)));
    cases.put("sgd-clipvalue", SGD.withClipping(new Clipping.ByValue(0.3)));
    cases.put(
        "sgd-global-clipnorm", SGD.withMomentum(0.9).withClipping(new Clipping.ByGlobalNorm(0.7)));
    cases.put("adam", ADAM);
    cases.put("adam-arguments", ADAM.withRule(new Adam(0.8, 0.9, 1e-3, false)));
    cases.put("adam-amsgrad", ADAM.withRule(new Adam(0.9, 0.5, 1e-7, true)));
    cases.put("adam-weight-decay", ADAM.withWeightDecay(0.1));
    cases.put("adam-clipnorm", ADAM.withClipping(new Clipping.ByNorm(0.7)));
    cases.put("adam-clipvalue", ADAM.withClipping(new Clipping.ByValue(0.3)));
    cases.put("adam-global-clipnorm", ADAM.withClipping(new Clipping.ByGlobalNorm(0.7)));
    cases.put("adamw", OptimizerConfig.named("adamw").withLearningRate(0.05));
    cases.put(
        "adamw-arguments",
        OptimizerConfig.adamW(0.05, 0.2)
            .withRule(new Adam(0.9, 0.999, 1e-7, true))
            .withClipping(new Clipping.ByGlobalNorm(1)));
    cases.put("nadam", OptimizerConfig.of(new Nadam(), 0.05));
    cases.put(
        "nadam-arguments",
        OptimizerConfig.of(new Nadam(0.8, 0.9, 1e-3), 0.05).withWeightDecay(0.1));
    cases.put("rmsprop", OptimizerConfig.of(new RmsProp(), 0.05));
    cases.put("rmsprop-momentum", OptimizerConfig.of(new RmsProp(0.8, 0.7, 1e-7, false), 0.05));
    cases.put("rmsprop-centered", OptimizerConfig.of(new RmsProp(0.9, 0, 1e-7, true), 0.05));
    cases.put(
        "rmsprop-everything",
        OptimizerConfig.of(new RmsProp(0.8, 0.7, 1e-3, true), 0.05).withWeightDecay(0.1));
    cases.put("adagrad", OptimizerConfig.of(new Adagrad(), 0.05));
    cases.put(
        "adagrad-arguments", OptimizerConfig.of(new Adagrad(0.5, 1e-3), 0.05).withWeightDecay(0.1));
    ScheduleParityTest.SCHEDULES.forEach(
        (name, schedule) -> cases.put("sgd-" + name, SGD.withLearningRate(schedule)));
    cases.put(
        "adam-cosine-warmup",
        ADAM.withLearningRate(
            Objects.requireNonNull(ScheduleParityTest.SCHEDULES.get("cosine-warmup"))));
    return cases;
  }

  private static Stream<Arguments> casesAndTypes() {
    return CASES.keySet().stream()
        .flatMap(
            name -> Stream.of(DType.FLOAT32, DType.FLOAT64).map(type -> Arguments.of(name, type)));
  }

  @Test
  void everyFixtureHasItsCase() {
    assertThat(CASES.keySet())
        .containsExactlyInAnyOrderElementsOf(
            TrainingFixture.read("optimizers", DType.FLOAT64).cases());
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("casesAndTypes")
  void fiveStepsAreThoseOfKeras(String name, DType type) {
    if (type == DType.FLOAT64) {
      run(name, type, TFloat64.class);
    } else {
      run(name, type, TFloat32.class);
    }
  }

  private static <T extends TFloating> void run(String name, DType type, Class<T> tensorType) {
    TrainingFixture fixture = TrainingFixture.read("optimizers", type);
    OptimizerConfig config = Objects.requireNonNull(CASES.get(name));
    double bound = type == DType.FLOAT64 && isExactInKeras(config) ? 1e-10 : 1e-5;
    try (Sandbox sandbox = new Sandbox()) {
      Ops tf = sandbox.tf();
      Variable<T> kernel = variable(tf, fixture.get("kernel"), "kernel", tensorType);
      Variable<T> bias = variable(tf, fixture.get("bias"), "bias", tensorType);
      Operand<T> guess =
          tf.math.add(
              tf.linalg.matMul(constant(tf, fixture.get("x"), tensorType), tf.identity(kernel)),
              tf.identity(bias));
      Operand<T> loss =
          tf.math.mean(
              tf.math.squaredDifference(guess, constant(tf, fixture.get("target"), tensorType)),
              tf.array(0, 1));
      OrderedOptimizer optimizer = config.on(sandbox.graph());
      List<Optimizer.GradAndVar<?>> gradients = optimizer.computeGradients(loss);
      Op step = optimizer.applyGradients(gradients, "step");
      List<String> names = List.of("learning_rate", "loss", "gradient/kernel", "gradient/bias");
      List<Operand<?>> before =
          List.of(
              tf.dtypes.cast(optimizer.learningRate(), tensorType),
              loss,
              gradients.get(0).getGradient(),
              gradients.get(1).getGradient());
      for (int i = 0; i < fixture.get(name + "/loss").size(); i++) {
        for (int j = 0; j < names.size(); j++) {
          assertClose(fixture, name + "/" + names.get(j), i, sandbox.value(before.get(j)), bound);
        }
        sandbox.session().run(step);
        assertClose(fixture, name + "/kernel", i, sandbox.value(kernel), bound);
        assertClose(fixture, name + "/bias", i, sandbox.value(bias), bound);
      }
    }
  }

  /**
   * Keras makes most constants float32 before it casts them to the weights' dtype (momentum, betas
   * under powers, weight decay, first accumulators), and computes schedules in float32: the bound
   * is that of float32. What float64 should give then is up to {@link OptimizerFormulaTest}.
   */
  private static boolean isExactInKeras(OptimizerConfig config) {
    return config.learningRate().fixed().isPresent()
        && config.weightDecay() == 0
        && (config.rule().equals(new Sgd()) || config.rule().kerasName().equals("rmsprop"));
  }

  private static void assertClose(
      TrainingFixture fixture, String name, int step, Array actual, double bound) {
    Array expected = fixture.steps(name).get(step);
    TrainingFixture.assertClose(
        actual, expected.cast(actual.type()), name + " of step " + step, bound);
  }

  private static <T extends TFloating> Operand<T> constant(Ops tf, Array array, Class<T> type) {
    try (Tensor tensor = array.toTensor()) {
      return tf.constantOf(type.cast(tensor));
    }
  }

  private static <T extends TFloating> Variable<T> variable(
      Ops tf, Array value, String name, Class<T> type) {
    Variable<T> variable = tf.withName(name).variable(value.shape(), type);
    Ops init = tf.withInitScope();
    init.assign(variable, constant(init, value, type));
    return variable;
  }
}
