package io.github.lmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class ModelTest {

  @Test
  void chainAppliesLayersInOrder() {
    Model model =
        Model.sequential(Shape.of(2)).add(Dense.of(1)).add(Dense.of(1, Activation.RELU)).build();
    Weights weights =
        new Weights(
            Map.of(
                "dense/kernel", Array.of(Shape.of(2, 1), 1f, 2f),
                "dense/bias", Array.of(Shape.of(1), 3f),
                "dense_1/kernel", Array.of(Shape.of(1, 1), -1f),
                "dense_1/bias", Array.of(Shape.of(1), 10f)));
    try (Predictor predictor = Predictor.of(model, weights)) {
      Array y = predictor.predict(Array.of(Shape.of(2, 2), 1f, 1f, 10f, 0f));
      assertThat(y).isEqualTo(Array.of(Shape.of(2, 1), 4f, 0f));
    }
  }

  @Test
  void layerCalledTwiceSharesItsWeights() {
    var builder = Model.functional();
    Value x = builder.input("x", Shape.of(-1, 3));
    Value once = builder.add("twice", Dense.of(3), x);
    Model model = builder.outputs(once, builder.call("twice", once)).build();
    try (Graph graph = new Graph()) {
      ModelGraph<TFloat32> built = ModelGraph.build(model, graph, TFloat32.class, 1);
      assertThat(built.weights().initialValues().paths())
          .containsExactly("twice/kernel", "twice/bias");
      assertThat(built.weights().weights())
          .allSatisfy(weight -> assertThat(weight.variable().op().name()).isEqualTo(weight.path()));
    }
    // Shapes with an unknown size are never equal, so their texts are compared.
    assertThat(model.outputShapes())
        .extracting(Shape::toString)
        .containsExactly("[-1, -1, 3]", "[-1, -1, 3]");
  }

  @Test
  void missingAndForeignWeightsAreNamed() {
    Model model = Model.sequential(Shape.of(2)).add(Dense.of(1)).build();
    assertThatThrownBy(() -> Predictor.of(model, Weights.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dense/kernel");
    Weights foreign = new Weights(Map.of("lmu/kernel", Array.of(Shape.of(1), 1f)));
    assertThatThrownBy(() -> Predictor.of(model, foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lmu/kernel");
  }

  @Test
  void defaultNamesAreThoseOfKeras() {
    assertThat(FunctionalBuilder.snakeCase("LMUFeedforward")).isEqualTo("lmu_feedforward");
    assertThat(FunctionalBuilder.snakeCase("LMU")).isEqualTo("lmu");
    assertThat(FunctionalBuilder.snakeCase("TimeDistributed")).isEqualTo("time_distributed");
  }
}
