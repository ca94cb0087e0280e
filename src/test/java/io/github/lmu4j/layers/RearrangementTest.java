package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.weights.Array;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class RearrangementTest {

  private static final Array X = Array.of(Shape.of(1, 3, 2), 1.0, 2, 3, 4, 5, 6);

  private static Array apply(Layer layer, Array x) {
    try (LayerRun run = LayerRun.of(layer, x)) {
      return run.inference();
    }
  }

  @Test
  void shapesChangeAndOrderStays() {
    assertThat(apply(new Flatten(), X)).isEqualTo(X.reshape(Shape.of(1, 6)));
    assertThat(apply(new Flatten(), random(2, 3, 4, 5)).shape()).isEqualTo(Shape.of(2, 60));
    assertThat(apply(new Flatten(), Array.of(Shape.of(2), 1.0, 2)).shape())
        .isEqualTo(Shape.of(2, 1));
    assertThat(apply(new Reshape(Shape.of(2, -1)), X)).isEqualTo(X.reshape(Shape.of(1, 2, 3)));
    assertThat(apply(new Reshape(Shape.of(1, 6)), X)).isEqualTo(X.reshape(Shape.of(1, 1, 6)));
  }

  @Test
  void stepsAreRepeatedAddedAndTakenAway() {
    assertThat(apply(new UpSampling1D(2), X).toDoubles())
        .containsExactly(1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6);
    assertThat(apply(new ZeroPadding1D(1, 2), X).toDoubles())
        .containsExactly(0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0);
    assertThat(apply(new Cropping1D(1, 0), X).toDoubles()).containsExactly(3, 4, 5, 6);
    assertThat(apply(new Cropping1D(0, 2), X).toDoubles()).containsExactly(1, 2);
    assertThat(apply(new RepeatVector(2), Array.of(Shape.of(2, 2), 1.0, 2, 3, 4)))
        .isEqualTo(Array.of(Shape.of(2, 2, 2), 1.0, 2, 1, 2, 3, 4, 3, 4));
  }

  @Test
  void axesChangePlaces() {
    assertThat(apply(new Permute(List.of(2, 1)), X))
        .isEqualTo(Array.of(Shape.of(1, 2, 3), 1.0, 3, 5, 2, 4, 6));
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new Reshape(Shape.of(-1, -1)))
        .hasMessageStartingWith("at most one size of the target may be -1");
    assertThatThrownBy(() -> apply(new Reshape(Shape.of(4)), X))
        .hasMessageStartingWith("the target must have as many entries");
    assertThatThrownBy(() -> apply(new Reshape(Shape.of(4, -1)), X))
        .hasMessageStartingWith("the target must have as many entries");
    assertThatThrownBy(() -> new Permute(List.of(1, 3)))
        .hasMessage("dims must hold every axis from 1 to 2 once (got [1, 3])");
    assertThatThrownBy(() -> apply(new Permute(List.of(1)), X))
        .hasMessageStartingWith("the input must have rank 2");
    assertThatThrownBy(() -> new RepeatVector(0)).hasMessage("n must be at least 1 (got 0)");
    assertThatThrownBy(() -> apply(new RepeatVector(2), X)).hasMessageContaining("(batch, m)");
    assertThatThrownBy(() -> new UpSampling1D(0)).hasMessage("size must be at least 1 (got 0)");
    assertThatThrownBy(() -> new ZeroPadding1D(-1, 0)).hasMessageContaining("(got -1 and 0)");
    assertThatThrownBy(() -> new Cropping1D(0, -1)).hasMessageContaining("(got 0 and -1)");
    assertThatThrownBy(() -> apply(new Cropping1D(2, 1), X))
        .hasMessage("cropping must leave a time step of 3 (got 2 and 1)");
  }
}
