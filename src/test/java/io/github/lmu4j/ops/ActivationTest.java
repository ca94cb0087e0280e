package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Gradients;
import io.github.lmu4j.testing.Sandbox;
import io.github.lmu4j.weights.DType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

class ActivationTest {

  private final Sandbox sandbox = new Sandbox();
  private final Ops tf = sandbox.tf();

  @AfterEach
  void close() {
    sandbox.close();
  }

  private double[] apply(Activation activation, double... x) {
    return sandbox.value(activation.apply(tf, tf.constant(x))).toDoubles();
  }

  /** Values of Keras 3.15 in float64; of Keras 2.13 for HARD_SIGMOID_KERAS2. */
  @ParameterizedTest
  @CsvSource({
    "LINEAR, -3.5, -0.7, 0.3, 6.5",
    "RELU, 0.0, 0.0, 0.3, 6.5",
    "RELU6, 0.0, 0.0, 0.3, 6.0",
    "LEAKY_RELU, -0.7000000104308128, -0.14000000208616256, 0.3, 6.5",
    "ELU, -0.9698026165776815, -0.5034146962085905, 0.3, 6.5",
    "CELU, -0.9698026165776815, -0.5034146962085905, 0.3, 6.5",
    "SELU, -1.7050093409572833, -0.8850530455772053, 0.31521029620664415, 6.829556417810623",
    "GELU, -0.0008142019595821266, -0.16937455917471037, 0.18537342606924007, 6.49999999973896",
    "SILU, -0.10259280762974711, -0.23226855948228375, 0.1723327550434977, 6.490242315331209",
    "HARD_SILU, -0.0, -0.2683333333333333, 0.16499999999999998, 6.5",
    "MISH, -0.10409575448637122, -0.2678702347955009, 0.20800137234811503, 6.499970703939836",
    "SOFTPLUS, 0.029750418272620566, 0.40318604888545784, 0.8543552444685272, 6.501502310159754",
    "SQUAREPLUS, 0.2655644370746373, 0.7094810050208545, 1.161187420807834, 6.650367627183861",
    "SPARSE_PLUS, 0.0, 0.022500000000000006, 0.42250000000000004, 6.5",
    "EXPONENTIAL, 0.0301973834223185, 0.4965853037914095, 1.3498588075760032, 665.1416330443618",
    "TANH, -0.9981778976111988, -0.6043677771171635, 0.29131261245159085, 0.9999954793514043",
    "HARD_TANH, -1.0, -0.7, 0.3, 1.0",
    "SOFTSIGN, -0.7777777777777778, -0.4117647058823529, 0.23076923076923075, 0.8666666666666667",
    "SIGMOID, 0.029312230751356316, 0.33181222783183395, 0.574442516811659, 0.998498817743263",
    "LOG_SIGMOID, -3.5297504182726205, -1.103186048885458, -0.5543552444685271, -0.0015023101597542838",
    "HARD_SIGMOID, 0.0, 0.3833333333333333, 0.5499999999999999, 1.0",
    "SPARSE_SIGMOID, 0.0, 0.15000000000000002, 0.65, 1.0",
    "TANH_SHRINK, -2.501822102388801, -0.09563222288283646, 0.008687387548409142, 5.500004520648596",
    "HARD_SHRINK, -3.5, -0.7, 0.0, 6.5",
    "SOFT_SHRINK, -3.0, -0.19999999999999996, 0.0, 6.0",
    "HARD_SIGMOID_KERAS2, 0, 0.36, 0.56, 1",
  })
  void elementsAreThoseOfKeras(
      Activation activation, double low, double middle, double high, double top) {
    assertThat(apply(activation, -3.5, -0.7, 0.3, 6.5))
        .containsExactly(new double[] {low, middle, high, top}, within(1e-14));
  }

  @Test
  void softmaxesWorkAlongTheLastAxis() {
    double[][][] x = {{{1, 2, 0.5}, {0.2, 0.1, 0.3}}, {{-1, 1, 800}, {3, 3, 3}}};
    double[] softmax = sandbox.value(Activation.SOFTMAX.apply(tf, tf.constant(x))).toDoubles();
    double[] log = sandbox.value(Activation.LOG_SOFTMAX.apply(tf, tf.constant(x))).toDoubles();
    double sum = Math.exp(1) + Math.exp(2) + Math.exp(0.5);
    assertThat(softmax[1]).isCloseTo(Math.exp(2) / sum, within(1e-14));
    assertThat(log[1]).isCloseTo(2 - Math.log(sum), within(1e-14));
    assertThat(log[6]).isEqualTo(-801);
    assertThat(softmax[11]).isCloseTo(1.0 / 3, within(1e-15));
  }

  @Test
  void sparsemaxIsTheNearestPointOfTheSimplex() {
    assertThat(apply(Activation.SPARSEMAX, 0.1, 3, -1))
        .containsExactly(new double[] {0, 1, 0}, within(1e-15));
    assertThat(apply(Activation.SPARSEMAX, 0.5, 0.9, -1, 0.2))
        .containsExactly(new double[] {0.3, 0.7, 0, 0}, within(1e-15));
    assertThat(apply(Activation.SPARSEMAX, 2, 2, 2, 2)).containsExactly(0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void gluHalves() {
    assertThat(apply(Activation.GLU, 1, 2, 0, 3))
        .containsExactly(new double[] {0.5, 2 / (1 + Math.exp(-3))}, within(1e-15));
    assertThat(Activation.GLU.outputSize(6)).isEqualTo(3);
    assertThatThrownBy(() -> Activation.GLU.outputSize(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("glu needs an even number of inputs (got 5)");
  }

  @ParameterizedTest
  // It jumps where its support changes; its gradient is compared with Keras' own elsewhere.
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPARSEMAX_KERAS3")
  void gradientsAreTrue(Activation activation) {
    Operand<TFloat64> x =
        tf.constant(
            new double[][][] {
              {{-7, -2.2, -0.6, 0.3}, {0.7, 1.9, 2.6, 7.5}},
              {{0.1, 0.2, 0.15, 0.25}, {3.2, 1.1, 2.1, 2.4}}
            });
    Gradients.check(sandbox.session(), activation.apply(tf, x), x);
  }

  @ParameterizedTest
  @EnumSource
  void singlePrecisionAgrees(Activation activation) {
    double[] x = {-7, -2.2, -0.6, 0.3, 0.7, 1.9, 2.6, 7.5};
    Operand<TFloat32> rounded = tf.dtypes.cast(tf.constant(x), TFloat32.class);
    Operand<TFloat32> y = activation.apply(tf, rounded);
    double[] exact = apply(activation, x);
    assertThat(sandbox.value(y).toDoubles())
        .satisfies(
            values -> {
              for (int i = 0; i < exact.length / 2; i++) {
                assertThat(values[i])
                    .isCloseTo(exact[i], within(1e-6 * Math.max(1, Math.abs(exact[i]))));
              }
            });
    Output<?> sum = tf.sum(y, tf.constant(0)).asOutput();
    Output<?>[] by = {rounded.asOutput()};
    assertThat(sandbox.value(sandbox.graph().addGradients(sum, by)[0]).type())
        .isEqualTo(DType.FLOAT32);
  }

  @Test
  void namesAreThoseOfKeras() {
    for (Activation activation : Activation.values()) {
      if (activation != Activation.HARD_SIGMOID_KERAS2 && activation != Activation.SPARSEMAX) {
        assertThat(Activation.of(activation.kerasName())).isEqualTo(activation);
      }
    }
    assertThat(Activation.of("swish")).isEqualTo(Activation.SILU);
    assertThat(Activation.of("hard_swish")).isEqualTo(Activation.HARD_SILU);
    assertThat(Activation.ofKeras2("hard_sigmoid")).isEqualTo(Activation.HARD_SIGMOID_KERAS2);
    assertThat(Activation.ofKeras2("relu")).isEqualTo(Activation.RELU);
    assertThatThrownBy(() -> Activation.of("relu7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hard_shrink")
        .hasMessageEndingWith("(got relu7)");
  }
}
