package io.github.lmu4j.train.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.Sandbox;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat64;

/** The formulas, written once more in plain Java, for one weight under {@code (w - 1)^4 / 4}. */
class OptimizerFormulaTest {

  private static final int STEPS = 20;
  private static final double START = 3;
  private static final double RATE = 0.01;

  private interface Formula {
    /** The new weight. */
    double step(int t, double w, double g);
  }

  private static void check(OptimizerConfig config, Formula formula) {
    DoubleUnaryOperator gradient = w -> Math.pow(w - 1, 3);
    try (Sandbox sandbox = new Sandbox()) {
      Ops tf = sandbox.tf();
      Variable<TFloat64> weight = tf.withName("w").variable(Shape.scalar(), TFloat64.class);
      tf.withInitScope().assign(weight, tf.withInitScope().constant(START));
      Operand<TFloat64> distance = tf.math.sub(tf.identity(weight), tf.constant(1.0));
      Operand<TFloat64> square = tf.math.square(distance);
      Operand<TFloat64> loss = tf.math.mul(tf.math.square(square), tf.constant(0.25));
      Op step = config.on(sandbox.graph()).minimize(loss);
      double expected = START;
      for (int t = 1; t <= STEPS; t++) {
        sandbox.session().run(step);
        expected = formula.step(t, expected, gradient.applyAsDouble(expected));
        assertThat(sandbox.value(weight).doubleAt(0))
            .as("step %d", t)
            .isCloseTo(expected, within(1e-13));
      }
      assertThat(expected).isLessThan(START);
    }
  }

  @Test
  void momentum() {
    double[] v = new double[1];
    check(
        OptimizerConfig.sgd(RATE).withMomentum(0.9),
        (t, w, g) -> {
          v[0] = 0.9 * v[0] - RATE * g;
          return w + v[0];
        });
  }

  @Test
  void nesterov() {
    double[] v = new double[1];
    check(
        OptimizerConfig.of(new Sgd(0.9, true), RATE),
        (t, w, g) -> {
          v[0] = 0.9 * v[0] - RATE * g;
          return w + 0.9 * v[0] - RATE * g;
        });
  }

  @Test
  void momentumKeepsStepsOfAnEarlierRate() {
    double[] v = new double[1];
    check(
        OptimizerConfig.sgd(1)
            .withMomentum(0.5)
            .withLearningRate(new InverseTimeDecay(RATE, 1, 1, false)),
        (t, w, g) -> {
          v[0] = 0.5 * v[0] - RATE / t * g;
          return w + v[0];
        });
  }

  @Test
  void adam() {
    check(OptimizerConfig.adam(RATE), new AdamFormula(false));
  }

  @Test
  void amsgrad() {
    check(OptimizerConfig.of(new Adam(0.9, 0.999, 1e-7, true), RATE), new AdamFormula(true));
  }

  @Test
  void decayComesBeforeTheUpdate() {
    Formula adam = new AdamFormula(false);
    check(OptimizerConfig.adamW(RATE, 0.3), (t, w, g) -> adam.step(t, w - w * 0.3 * RATE, g));
  }

  private static final class AdamFormula implements Formula {
    private final boolean amsgrad;
    private double m;
    private double v;
    private double largest;

    AdamFormula(boolean amsgrad) {
      this.amsgrad = amsgrad;
    }

    @Override
    public double step(int t, double w, double g) {
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      largest = amsgrad ? Math.max(largest, v) : v;
      double rate = RATE * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
      return w - rate * m / (Math.sqrt(largest) + 1e-7);
    }
  }

  @Test
  void nadam() {
    double[] state = {0, 0, 1};
    check(
        OptimizerConfig.of(new Nadam(), RATE),
        (t, w, g) -> {
          double now = 0.9 * (1 - 0.5 * Math.pow(0.96, t));
          double next = 0.9 * (1 - 0.5 * Math.pow(0.96, t + 1));
          state[0] = 0.9 * state[0] + 0.1 * g;
          state[1] = 0.999 * state[1] + 0.001 * g * g;
          state[2] *= now;
          double mean = next * state[0] / (1 - state[2] * next) + (1 - now) * g / (1 - state[2]);
          return w - RATE * mean / (Math.sqrt(state[1] / (1 - Math.pow(0.999, t))) + 1e-7);
        });
  }

  @Test
  void centeredRmspropWithMomentum() {
    double[] state = new double[3];
    check(
        OptimizerConfig.of(new RmsProp(0.8, 0.5, 1e-3, true), RATE),
        (t, w, g) -> {
          state[0] = 0.8 * state[0] + 0.2 * g * g;
          state[1] = 0.8 * state[1] + 0.2 * g;
          double variance = state[0] - state[1] * state[1];
          state[2] = 0.5 * state[2] + RATE * g / Math.sqrt(variance + 1e-3);
          return w - state[2];
        });
  }

  @Test
  void adagrad() {
    double[] a = {0.1};
    check(
        OptimizerConfig.of(new Adagrad(), RATE),
        (t, w, g) -> {
          a[0] += g * g;
          return w - RATE * g / Math.sqrt(a[0] + 1e-7);
        });
  }
}
