package io.github.lmu4j.ops;

import io.github.lmu4j.testing.LmuLoopCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

class LmuLoopTest {

  private static final LmuLoopCase ALL =
      new LmuLoopCase(5, 13, 1, 12, 6, 1, true, true, true, true, Activation.TANH, false);

  private static LmuLoopCase connected(
      boolean hidden, boolean memory, int inputs, boolean seen, boolean bias, boolean sequences) {
    return new LmuLoopCase(
        3, 9, 1, 12, 6, inputs, seen, hidden, memory, bias, Activation.TANH, sequences);
  }

  @Test
  void everyBlockSizeEqualsStepByStep() {
    for (int steps : new int[] {1, 2, 4, 13, 20}) {
      ALL.agrees(TFloat64.class, steps, 1, true, 1e-11);
    }
  }

  @Test
  void sizesMayBeUnknown() {
    ALL.agrees(TFloat64.class, 4, 2, false, 1e-11);
  }

  @Test
  void partsOfTheBatchMayBeEmpty() {
    ALL.agrees(TFloat64.class, 4, 7, false, 1e-11);
  }

  @Test
  void everyConnectionMayBeMissing() {
    connected(false, true, 1, true, false, true).agrees(TFloat64.class, 4, 1, true, 1e-11);
    connected(true, false, 0, false, true, true).agrees(TFloat64.class, 4, 1, true, 1e-11);
    connected(false, false, 2, false, true, false).agrees(TFloat64.class, 4, 1, true, 1e-11);
    connected(true, true, 0, true, false, true).agrees(TFloat64.class, 4, 2, false, 1e-11);
  }

  @Test
  void everyActivationEqualsStepByStep() {
    for (Activation activation :
        new Activation[] {Activation.LINEAR, Activation.RELU, Activation.SIGMOID}) {
      new LmuLoopCase(3, 8, 1, 8, 6, 1, true, true, true, true, activation, true)
          .agrees(TFloat64.class, 4, 1, true, 1e-11);
    }
  }

  @Test
  void channelsAreIndependentMemories() {
    for (int steps : new int[] {1, 4}) {
      new LmuLoopCase(3, 10, 3, 8, 6, 2, true, true, true, true, Activation.TANH, true)
          .agrees(TFloat64.class, steps, 2, false, 1e-11);
    }
  }

  @Test
  void manyInputsAreAddedToTheSums() {
    new LmuLoopCase(3, 10, 2, 8, 6, 20, true, true, true, true, Activation.TANH, true)
        .agrees(TFloat64.class, 4, 1, false, 1e-11);
  }

  @Test
  void compiledLoopsEqualStepByStep() {
    for (int steps : new int[] {1, 4}) {
      // 256 steps are whole rounds, 263 are not
      for (int time : new int[] {256, 263}) {
        new LmuLoopCase(2, time, 2, 8, 6, 1, true, true, true, true, Activation.TANH, true)
            .agreesCompiled(TFloat64.class, steps, 1e-11);
        new LmuLoopCase(1, time, 1, 8, 6, 30, true, true, true, true, Activation.TANH, false)
            .agreesCompiled(TFloat64.class, steps, 1e-11);
      }
    }
  }

  @Test
  void sumsOfManyUnitsHaveUnusedColumns() {
    new LmuLoopCase(3, 6, 2, 8, 70, 1, true, true, true, true, Activation.SIGMOID, true)
        .agrees(TFloat64.class, 4, 1, false, 1e-11);
  }

  /** Signals go through tanh beside the hidden state, made tiny. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-6, 1e6, 1e12})
  void signalsOfAnySizeAreExact(double size) {
    LmuLoopCase sized =
        new LmuLoopCase(3, 20, 1, 8, 6, 0, false, false, false, false, Activation.TANH, true);
    sized.agreesFor(TFloat64.class, size, 8, 1e-11);
    sized.agreesFor(TFloat32.class, size, 8, 1e-5);
  }

  @Test
  void float32IsAsExactAsStepByStep() {
    new LmuLoopCase(8, 100, 1, 64, 40, 4, true, true, true, true, Activation.TANH, true)
        .agrees(TFloat32.class, 8, 2, true, 1e-5);
  }
}
