package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.weights.Array;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class MergeTest {

  private static final Array A = Array.of(Shape.of(1, 2, 2), 1.0, 2, 3, 4);
  private static final Array B = Array.of(Shape.of(1, 2, 2), 5.0, -1, 0, 2);
  private static final Array C = Array.of(Shape.of(1, 2, 2), 3.0, 3, 3, 3);

  private static double[] apply(Layer layer, Array... inputs) {
    try (LayerRun run = LayerRun.of(layer, inputs)) {
      return run.inference().toDoubles();
    }
  }

  @Test
  void entriesAreCombined() {
    assertThat(apply(new Add(), A, B, C)).containsExactly(9, 4, 6, 9);
    assertThat(apply(new Multiply(), A, B, C)).containsExactly(15, -6, 0, 24);
    assertThat(apply(new Average(), A, B, C))
        .containsExactly(new double[] {3, 4.0 / 3, 2, 3}, within(1e-15));
    assertThat(apply(new Maximum(), A, B, C)).containsExactly(5, 3, 3, 4);
    assertThat(apply(new Minimum(), A, B, C)).containsExactly(1, -1, 0, 2);
    assertThat(apply(new Subtract(), A, B)).containsExactly(-4, 3, 3, 2);
  }

  @Test
  void axesOfSizeOneAreRepeated() {
    assertThat(apply(new Add(), A, Array.of(Shape.of(1, 1, 2), 10.0, 20)))
        .containsExactly(11, 22, 13, 24);
    assertThat(apply(new Add(), A, Array.of(Shape.of(1, 2), 10.0, 20)))
        .containsExactly(11, 22, 13, 24);
  }

  @Test
  void inputsStandSideBySide() {
    assertThat(apply(new Concatenate(), A, B)).containsExactly(1, 2, 5, -1, 3, 4, 0, 2);
    assertThat(apply(new Concatenate(1), A, B)).containsExactly(1, 2, 3, 4, 5, -1, 0, 2);
    assertThat(apply(new Concatenate(-2), A, B)).containsExactly(1, 2, 3, 4, 5, -1, 0, 2);
  }

  @Test
  void dotSumsProducts() {
    // Rows of A with rows of B.
    assertThat(apply(new Dot(2, 2, false), A, B)).containsExactly(3, 4, 11, 8);
    assertThat(apply(new Dot(1, 1, false), A, B)).containsExactly(5, 5, 10, 6);
    Array x = Array.of(Shape.of(1, 2), 3.0, 4);
    Array y = Array.of(Shape.of(1, 2), 4.0, 3);
    assertThat(apply(new Dot(1, 1, false), x, y)).containsExactly(24);
    assertThat(apply(new Dot(1, 1, true), x, y))
        .containsExactly(new double[] {0.96}, within(1e-15));
    try (LayerRun run = LayerRun.of(new Dot(1, -1, false), A, x)) {
      assertThat(run.inference()).isEqualTo(Array.of(Shape.of(1, 2), 15.0, 22));
    }
  }

  @Test
  void wrongInputsAreNamed() {
    assertThatThrownBy(() -> apply(new Add(), A))
        .hasMessage("there must be at least two inputs (got 1)");
    assertThatThrownBy(() -> apply(new Subtract(), A, B, C))
        .hasMessage("there must be two inputs (got 3)");
    assertThatThrownBy(() -> apply(new Concatenate(), A, random(1, 3, 2)))
        .hasMessageStartingWith("the inputs' shapes must be the same but for axis -1");
    assertThatThrownBy(() -> apply(new Concatenate(3), A, B))
        .hasMessageStartingWith("axis must be from -3 to 2");
    assertThatThrownBy(() -> apply(new Dot(1, 1, false), A, random(1, 3, 2)))
        .hasMessageStartingWith("both axes must have one size");
    assertThatThrownBy(() -> apply(new Dot(0, 1, false), A, B))
        .hasMessageContaining("an axis behind the batch");
  }
}
