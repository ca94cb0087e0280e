package io.github.lmu4j.layers;

import static io.github.lmu4j.testing.LayerRun.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.testing.LayerRun;
import io.github.lmu4j.testing.TestArrays;
import io.github.lmu4j.weights.L2;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.Weights;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class FrozenTest {

  @Test
  void weightsStayOutOfTraining() {
    Layer dense = Dense.builder(2).kernelRegularizer(new L2(1)).build();
    try (Graph graph = new Graph()) {
      var weights = WeightScope.of(graph, TFloat32.class, 1);
      new Frozen(dense).build(weights.child("frozen"), Shape.of(-1, 3));
      dense.build(weights.child("free"), Shape.of(-1, 3));
      assertThat(weights.trainableWeights())
          .extracting(weight -> weight.path())
          .containsExactly("free/kernel", "free/bias");
      assertThat(weights.regularizationLosses(Ops.create(graph))).hasSize(1);
    }
  }

  @Test
  void outputIsTheLayersOwn() {
    try (LayerRun frozen = LayerRun.of(new Frozen(Dense.of(2)), random(2, 3));
        LayerRun free = LayerRun.of(Dense.of(2), random(2, 3))) {
      free.assign(frozen.weights());
      assertThat(frozen.inference()).isEqualTo(free.inference());
      frozen.checkGradients();
    }
  }

  @Test
  void batchNormalizationInfers() {
    Model inner = Model.sequential(Shape.of(3)).add(new BatchNormalization()).build();
    try (LayerRun run = LayerRun.of(new Frozen(inner), random(2, 3))) {
      Weights before = run.weights();
      TestArrays.assertClose(run.training(0), run.inference(), 0);
      run.update();
      assertThat(run.weights()).isEqualTo(before);
    }
  }

  @Test
  void nameIsTheLayersOwn() {
    assertThat(new Frozen(new LeakyRelu()).kerasName()).isEqualTo("LeakyReLU");
  }
}
