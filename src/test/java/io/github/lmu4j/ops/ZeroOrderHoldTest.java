package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.testing.Gradients;
import io.github.lmu4j.testing.Sandbox;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

class ZeroOrderHoldTest {

  private final Sandbox sandbox = new Sandbox();
  private final Ops tf = sandbox.tf();

  @AfterEach
  void close() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "1, 1000", "6, 7.3", "40, 4", "256, 784", "512, 100"})
  void equalsTheDiscretizerInJava(int order, double theta) {
    DiscreteStateSpace expected = Discretizer.ZOH.discretize(order, theta);
    double[] transposed = expected.a().transpose().toArray();
    double[] values = Arrays.copyOf(transposed, transposed.length + order);
    System.arraycopy(expected.b().toArray(), 0, values, transposed.length, order);
    Operand<TFloat64> thetaInv = tf.constant(1 / theta);
    for (Precision precision : Precision.values()) {
      assertThat(values(ZeroOrderHold.step(tf, order, thetaInv, precision)))
          .containsExactly(values, within(1e-12));
    }
    Operand<TFloat32> narrow =
        ZeroOrderHold.step(tf, order, tf.dtypes.cast(thetaInv, TFloat32.class), Precision.EXACT);
    // What is left is the rounding of 1 / theta to float32, times norm and theta.
    assertThat(values(narrow)).containsExactly(values, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "1, 1000", "6, 7.3", "24, 60", "40, 4", "512, 784"})
  void hasTheGradient(int order, double theta) {
    Operand<TFloat64> thetaInv = tf.constant(1 / theta);
    Gradients.check(
        sandbox.session(), ZeroOrderHold.step(tf, order, thetaInv, Precision.EXACT), thetaInv);
    Gradients.check(
        sandbox.session(), ZeroOrderHold.step(tf, order, thetaInv, Precision.KERAS), thetaInv);
  }

  @ParameterizedTest
  @CsvSource({"EXACT, 1e-5", "KERAS, 1e-4"})
  void hasTheGradientInFloat32(Precision precision, double tolerance) {
    Operand<TFloat64> wide = tf.constant(1.0 / 60);
    Operand<TFloat32> narrow = tf.constant(1.0f / 60);
    double expected = gradient(ZeroOrderHold.step(tf, 24, wide, Precision.EXACT), wide);
    double actual = gradient(ZeroOrderHold.step(tf, 24, narrow, precision), narrow);
    assertThat(actual).isCloseTo(expected, within(tolerance * Math.abs(expected)));
  }

  /** The constraint of Keras' theta_inv lets it become zero: an endless window. */
  @Test
  void endlessWindowKeepsItsMemory() {
    Operand<TFloat32> step = ZeroOrderHold.step(tf, 2, tf.constant(0f), Precision.KERAS);
    assertThat(values(step)).containsExactly(1, 0, 0, 1, 0, 0);
  }

  private <T extends TFloating> double gradient(Operand<T> step, Operand<T> thetaInv) {
    Operand<T> weights = tf.dtypes.cast(tf.constant(new double[] {2}), step.type());
    Operand<T> loss =
        tf.sum(tf.math.mul(tf.math.sin(step), weights), tf.constant(new int[] {0, 1}));
    Output<?>[] gradients =
        sandbox.graph().addGradients(loss.asOutput(), new Output<?>[] {thetaInv.asOutput()});
    return values(gradients[0])[0];
  }

  private double[] values(Operand<?> operand) {
    return sandbox.value(operand).toDoubles();
  }
}
