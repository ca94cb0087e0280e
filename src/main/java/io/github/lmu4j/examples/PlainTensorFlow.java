package io.github.lmu4j.examples;

import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.weights.WeightScope;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.framework.optimizers.GradientDescent;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Trains an LMU in a graph and a session of one's own: it learns to delay its input by 10 steps.
 */
public final class PlainTensorFlow {

  private static final int BATCH = 16;
  private static final int STEPS = 60;
  private static final int DELAY = 10;

  private PlainTensorFlow() {}

  /**
   * Trains and prints the first and the last loss.
   *
   * @param args none
   */
  public static void main(String[] args) {
    float[] losses = train(200);
    System.out.printf("loss %.4f -> %.4f%n", losses[0], losses[losses.length - 1]);
  }

  /**
   * Trains.
   *
   * @param steps number of runs of the session
   * @return the loss before each step
   */
  public static float[] train(int steps) {
    float[] losses = new float[steps];
    // README begins
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, STEPS, 1)));
      var y = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, STEPS, 1)));
      var weights = WeightScope.of(graph, TFloat32.class, 42);
      var lmu =
          LmuFeedforward.builder(1, 12, 20)
              .returnSequences()
              .build()
              .build(weights.child("lmu"), x.shape());
      var memory = lmu.apply(tf, x, Pass.inference());
      var dense = Dense.of(1).build(weights.child("dense"), memory.shape());
      var error = tf.math.squaredDifference(dense.apply(tf, memory, Pass.inference()), y);
      var loss = tf.math.mean(error, tf.constant(new int[] {0, 1, 2}));
      var minimize = new GradientDescent(graph, 0.1f).minimize(loss);
      session.initialize();
      for (int step = 0; step < steps; step++) {
        try (TFloat32 input = signals(step, 0);
            TFloat32 delayed = signals(step, DELAY);
            var result =
                session
                    .runner()
                    .feed(x, input)
                    .feed(y, delayed)
                    .addTarget(minimize)
                    .fetch(loss)
                    .run()) {
          losses[step] = ((TFloat32) result.get(0)).getFloat();
        }
      }
    }
    // README ends
    return losses;
  }

  /** Sums of two sines, zero before they begin. */
  private static TFloat32 signals(long seed, int delay) {
    Random random = new Random(seed);
    float[] values = new float[BATCH * STEPS];
    for (int i = 0; i < BATCH; i++) {
      double slow = 0.1 + 0.2 * random.nextDouble();
      double fast = 0.1 + 0.4 * random.nextDouble();
      for (int t = delay; t < STEPS; t++) {
        int time = t - delay;
        values[i * STEPS + t] = (float) (Math.sin(slow * time) + 0.5 * Math.sin(fast * time));
      }
    }
    return TFloat32.tensorOf(Shape.of(BATCH, STEPS, 1), DataBuffers.of(values));
  }
}
