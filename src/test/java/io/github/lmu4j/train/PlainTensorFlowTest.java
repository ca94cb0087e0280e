package io.github.lmu4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.train.objectives.StandardLoss;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.WeightScope;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.framework.optimizers.GradientDescent;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The plain TensorFlow door: a graph, a session loop and an optimizer of the user's own. */
class PlainTensorFlowTest {

  @Test
  void layersTrainInAGraphOfOnesOwn() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 20, 1)));
      Placeholder<TFloat32> y = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));

      WeightScope<TFloat32> weights = WeightScope.of(graph, TFloat32.class, 42);
      LmuFeedforward lmu =
          LmuFeedforward.builder(1, 8, 20).hiddenCell(DenseCell.of(16, Activation.TANH)).build();
      Operand<TFloat32> h =
          lmu.build(weights.child("lmu"), x.shape()).apply(tf, x, Pass.training(tf, 42));
      Operand<TFloat32> guess =
          Dense.of(1).build(weights.child("dense"), h.shape()).apply(tf, h, Pass.training(tf, 42));

      Operand<TFloat32> errors = StandardLoss.MEAN_SQUARED_ERROR.values(tf, y, guess);
      Operand<TFloat32> loss = tf.math.mean(errors, tf.constant(0));
      Op train = OptimizerConfig.adam(0.01).on(graph).minimize(loss);
      assertThat(losses(graph, x, y, loss, train)).satisfies(PlainTensorFlowTest::fell);
    }
  }

  @Test
  void optimizersOfTheFrameworkTrainThemToo() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 20, 1)));
      Placeholder<TFloat32> y = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));
      WeightScope<TFloat32> weights = WeightScope.of(graph, TFloat32.class, 42);
      Operand<TFloat32> flat = tf.reshape(x, tf.constant(new int[] {-1, 20}));
      Operand<TFloat32> guess =
          Dense.of(1).build(weights.child("dense"), flat.shape()).apply(tf, flat, Pass.inference());
      Operand<TFloat32> errors = StandardLoss.MEAN_SQUARED_ERROR.values(tf, y, guess);
      Operand<TFloat32> loss = tf.math.mean(errors, tf.constant(0));
      Optimizer optimizer = new GradientDescent(graph, 0.05f);
      assertThat(losses(graph, x, y, loss, optimizer.minimize(loss)))
          .satisfies(PlainTensorFlowTest::fell);
    }
  }

  private static void fell(float[] losses) {
    assertThat(losses[losses.length - 1]).isLessThan(0.1f * losses[0]);
  }

  /** The mean of each sequence is what is learned. */
  private static float[] losses(
      Graph graph,
      Placeholder<TFloat32> x,
      Placeholder<TFloat32> y,
      Operand<TFloat32> loss,
      Op train) {
    float[] losses = new float[200];
    var sequences = NdArrays.ofFloats(Shape.of(32, 20, 1));
    var means = NdArrays.ofFloats(Shape.of(32, 1));
    var random = new Random(1);
    sequences
        .scalars()
        .forEachIndexed((at, value) -> value.setFloat((float) random.nextGaussian()));
    for (int i = 0; i < 32; i++) {
      float sum = 0;
      for (int t = 0; t < 20; t++) {
        sum += sequences.getFloat(i, t, 0);
      }
      means.setFloat(sum / 20, i, 0);
    }
    try (Session session = new Session(graph);
        TFloat32 inputs = TFloat32.tensorOf(sequences);
        TFloat32 targets = TFloat32.tensorOf(means)) {
      for (int step = 0; step < losses.length; step++) {
        try (var result =
            session.runner().feed(x, inputs).feed(y, targets).addTarget(train).fetch(loss).run()) {
          losses[step] = ((TFloat32) result.get(0)).getFloat();
        }
      }
    }
    return losses;
  }
}
