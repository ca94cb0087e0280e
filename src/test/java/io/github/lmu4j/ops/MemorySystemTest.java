package io.github.lmu4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.testing.Matrices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

class MemorySystemTest {

  @ParameterizedTest
  @EnumSource(Discretizer.class)
  void exactIsTheDiscretizer(Discretizer discretizer) {
    MemorySystem system = MemorySystem.of(12, 30.5, discretizer, Precision.EXACT, TFloat32.class);
    DiscreteStateSpace expected = discretizer.discretize(12, 30.5);
    assertThat(system.stateSpace()).isEqualTo(expected);
    assertThat(system.order()).isEqualTo(12);
    assertThat(system.theta()).isEqualTo(30.5);
    assertThat(system.impulseResponse(20)).isEqualTo(expected.impulseResponse(20));
  }

  /** Keras-LMU discretizes a float64 layer in float64. */
  @ParameterizedTest
  @EnumSource(Discretizer.class)
  void kerasInFloat64IsExactToRounding(Discretizer discretizer) {
    MemorySystem keras = MemorySystem.of(12, 30.5, discretizer, Precision.KERAS, TFloat64.class);
    DiscreteStateSpace expected = discretizer.discretize(12, 30.5);
    assertThat(Matrices.relativeDifference(keras.stateSpace().a(), expected.a())).isLessThan(1e-13);
    assertThat(Matrices.relativeDifference(keras.stateSpace().b(), expected.b())).isLessThan(1e-13);
    assertThat(
            Matrices.relativeDifference(keras.impulseResponse(100), expected.impulseResponse(100)))
        .isLessThan(1e-13);
  }

  @Test
  void shorterImpulseResponseIsTheBeginningOfALonger() {
    for (Precision precision : Precision.values()) {
      MemorySystem system = MemorySystem.of(5, 9, Discretizer.ZOH, precision, TFloat32.class);
      Matrix two = system.impulseResponse(2);
      Matrix ten = system.impulseResponse(10);
      assertThat(system.impulseResponse(2)).isEqualTo(two).isEqualTo(ten.block(0, 0, 2, 5));
      assertThat(system.reversedImpulseResponse(10).row(0)).containsExactly(ten.row(9));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "6, 7, 50, 1e-1, 8",
    "12, 20, 100, 1e-4, 41",
    "3, 5, 60, 1e-6, 28",
    "1, 5, 100, 1e-2, 24"
  })
  void significantStepsAreThoseOfKeras(
      int order, double theta, int steps, double fraction, int expected) {
    MemorySystem system =
        MemorySystem.of(order, theta, Discretizer.ZOH, Precision.KERAS, TFloat32.class);
    assertThat(system.significantSteps(steps, fraction)).isEqualTo(expected);
  }

  @Test
  void refusesWhatIsNoMemory() {
    assertThatThrownBy(
            () -> MemorySystem.of(0, 7, Discretizer.ZOH, Precision.KERAS, TFloat32.class))
        .hasMessage("order must be at least 1 (got 0)");
    assertThatThrownBy(
            () -> MemorySystem.of(1, -7, Discretizer.ZOH, Precision.KERAS, TFloat32.class))
        .hasMessage("theta must be positive and finite (got -7.0)");
    MemorySystem system = MemorySystem.of(1, 7, Discretizer.ZOH, Precision.KERAS, TFloat32.class);
    assertThatThrownBy(() -> system.impulseResponse(0))
        .hasMessage("steps must be at least 1 (got 0)");
    assertThatThrownBy(() -> system.significantSteps(3, -0.5))
        .hasMessage("fraction must be at least 0 (got -0.5)");
  }
}
