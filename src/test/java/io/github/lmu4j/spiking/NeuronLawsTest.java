package io.github.lmu4j.spiking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class NeuronLawsTest {

  private static final int STEPS = 40;

  /** Currents of four neurons in 40 steps, J dt; no voltage comes to a whole number. */
  private static final double[] CURRENTS = new double[4 * STEPS];

  private static final double[] VOLTAGES = {0.205, 0.9, 0, 0.5};

  static {
    for (int k = 0; k < STEPS; k++) {
      CURRENTS[4 * k] = 0.31;
      CURRENTS[4 * k + 1] = -0.4;
      CURRENTS[4 * k + 2] = 2.703;
      CURRENTS[4 * k + 3] = 0.6 * Math.sin(k);
    }
  }

  /** Spikes of every step, and the voltages after the last one. */
  private static double[][] fire(NeuronType type) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      NeuronType.Activity<TFloat64> activity =
          type.fire(
              tf,
              tf.reshape(tf.constant(CURRENTS), tf.constant(new int[] {STEPS, 4})),
              tf.reshape(tf.constant(VOLTAGES), tf.constant(new int[] {1, 4})),
              STEPS);
      try (var result = session.runner().fetch(activity.spikes()).fetch(activity.voltage()).run()) {
        return new double[][] {
          Array.of(result.get(0)).toDoubles(), Array.of(result.get(1)).toDoubles()
        };
      }
    }
  }

  @Test
  void wholeVoltagesLeaveAsSpikes() {
    double[][] fired = fire(NeuronType.SPIKING);
    double[] voltage = VOLTAGES.clone();
    for (int k = 0; k < STEPS; k++) {
      for (int i = 0; i < 4; i++) {
        voltage[i] += Math.max(CURRENTS[4 * k + i], 0);
        assertThat(fired[0][4 * k + i]).isEqualTo(Math.floor(voltage[i]));
        voltage[i] -= Math.floor(voltage[i]);
      }
    }
    assertThat(fired[1]).containsExactly(voltage, Offset.offset(1e-13));
  }

  /** Between them lies what is in the voltages before and after: less than one spike. */
  @Test
  void spikesComeToTheRateInTheMean() {
    double[] spikes = fire(NeuronType.SPIKING)[0];
    double[] rates = fire(NeuronType.RATE)[0];
    for (int i = 0; i < 4; i++) {
      double difference = 0;
      for (int k = 0; k < STEPS; k++) {
        difference += spikes[4 * k + i] - rates[4 * k + i];
        assertThat(Math.abs(difference)).isLessThan(1);
      }
    }
    assertThat(Arrays.stream(rates).sum()).isGreaterThan(100);
  }

  @Test
  void rateIsTheRectifiedCurrentAndKeepsTheVoltage() {
    double[][] fired = fire(NeuronType.RATE);
    assertThat(fired[0])
        .isEqualTo(Arrays.stream(CURRENTS).map(current -> Math.max(current, 0)).toArray());
    assertThat(fired[1]).isEqualTo(VOLTAGES);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.002, 0.005, 0.1})
  void stepResponseOfASynapseApproachesOneByItsTimeConstant(double tau) {
    Lowpass synapse = new Lowpass(tau);
    Matrix response = synapse.response(20, 0.001);
    Matrix remainder = synapse.remainder(20, 0.001);
    for (int k = 0; k < 20; k++) {
      double sum = Arrays.stream(response.row(k)).sum();
      assertThat(sum).isCloseTo(1 - Math.exp(-(k + 1) * 0.001 / tau), Offset.offset(1e-15));
      assertThat(remainder.get(k, 0)).isCloseTo(1 - sum, Offset.offset(1e-15));
    }
  }

  @Test
  void populationIsDrawnAsNengoDraws() {
    Ensemble ensemble = Ensemble.random(4000, 8, 3);
    double[] encoders = ensemble.encoders().toDoubles();
    double[] gain = ensemble.gain().toDoubles();
    double[] bias = ensemble.bias().toDoubles();
    double[] intercepts = new double[4000];
    double[] rates = new double[4000];
    for (int i = 0; i < 4000; i++) {
      double[] encoder = Arrays.copyOfRange(encoders, 8 * i, 8 * (i + 1));
      assertThat(Arrays.stream(encoder).map(x -> x * x).sum()).isCloseTo(1, Offset.offset(1e-12));
      rates[i] = gain[i] + bias[i];
      intercepts[i] = -bias[i] / gain[i];
    }
    assertUniform(rates, 200, 400);
    assertUniform(intercepts, -1, 0.9);
    assertUniform(ensemble.voltage().toDoubles(), 0, 1);
    assertThat(Arrays.stream(encoders).average().orElseThrow()).isBetween(-0.01, 0.01);
    assertThat(Ensemble.random(4000, 8, 3)).isEqualTo(ensemble);
    assertThat(Ensemble.random(4000, 8, 4)).isNotEqualTo(ensemble);
  }

  /** Range, mean and variance; 4 standard errors of 4,000 draws. */
  private static void assertUniform(double[] values, double least, double most) {
    double width = most - least;
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / values.length;
    assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(least, least + 0.01 * width);
    assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(most - 0.01 * width, most);
    assertThat(mean).isCloseTo((least + most) / 2, Offset.offset(0.02 * width));
    assertThat(variance).isCloseTo(width * width / 12, Offset.offset(0.005 * width * width));
  }

  @Test
  void learningEndsBeforeFourFifthsOfTheRun() {
    assertThat(DelayNetwork.learningSteps(100_000)).isEqualTo(79_999);
    assertThat(DelayNetwork.learningSteps(11)).isEqualTo(8);
    assertThat(DelayNetwork.learningSteps(1)).isZero();
  }

  @Test
  void wrongValuesAreNamed() {
    assertThatThrownBy(() -> new Lowpass(-1))
        .hasMessage("tau must be at least 0 and finite (got -1.0)");
    assertThatThrownBy(() -> new Pes(0, new Lowpass(0)))
        .hasMessage("learningRate must be positive and finite (got 0.0)");
    assertThatThrownBy(() -> Ensemble.random(0, 8, 0))
        .hasMessage("neurons must be at least 1 (got 0)");
    assertThatThrownBy(() -> Ensemble.random(1, 0, 0))
        .hasMessage("dimensions must be at least 1 (got 0)");
    Ensemble two = Ensemble.random(2, 3, 0);
    assertThatThrownBy(
            () ->
                new Ensemble(two.encoders(), Array.of(Shape.of(1), 1.0), two.bias(), two.voltage()))
        .hasMessage("gain must have shape [2], one value for each encoder (got [1])");
    assertThatThrownBy(
            () ->
                new Ensemble(
                    two.encoders(),
                    two.gain(),
                    Array.of(Shape.of(2), 1, Double.POSITIVE_INFINITY),
                    two.voltage()))
        .hasMessage("bias must be finite (got Infinity at position 1)");
    assertThatThrownBy(() -> new Ensemble(two.gain(), two.gain(), two.bias(), two.voltage()))
        .hasMessage("encoders must have shape (neurons, dimensions) (got [2])");
    Lowpass synapse = new Lowpass(0);
    Pes rule = new Pes(1, synapse);
    assertThatThrownBy(() -> new DelayNetwork(1, 8, 0.001, 1, NeuronType.RATE, synapse, rule))
        .hasMessage("delay must be from 0 to less than theta, 1.0 (got 1.0)");
    assertThatThrownBy(() -> new DelayNetwork(1, 8, 0, 0.5, NeuronType.RATE, synapse, rule))
        .hasMessage("dt must be positive and at most theta, 1.0 (got 0.0)");
    assertThatThrownBy(() -> new DelayNetwork(0, 8, 0.001, 0, NeuronType.RATE, synapse, rule))
        .hasMessage("theta must be positive and finite (got 0.0)");
    assertThatThrownBy(() -> new DelayNetwork(1, 0, 0.001, 0.5, NeuronType.RATE, synapse, rule))
        .hasMessage("order must be at least 1 (got 0)");
    assertThatThrownBy(
            () -> IdealDelay.ANALYTIC.run(DelayNetwork.DEFAULT, new double[3], 0, DType.FLOAT64))
        .hasMessage("learning must be from 1 to the number of steps, 3 (got 0)");
  }
}
