package io.github.lmu4j.ops;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.testing.Sandbox;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Times the ways to filter a sequence: the numbers of decision 10.
 *
 * <p>Arguments: a way ({@code final}, {@code blocked}, {@code fft}, {@code raw}, {@code product}:
 * the memory by blocks, then a product with W, or {@code folded}), then steps, order, batch,
 * channels, units, and block sizes. Prints milliseconds: of the first training step, then the least
 * and the middle of training steps (forward and all gradients), and of forward passes.
 */
final class LinearMemoryTimes {

  private static final long NANOS = 1_500_000_000;

  private final Sandbox sandbox = new Sandbox();
  private final Ops tf = sandbox.tf();
  private final String way;
  private final int[] sizes;

  private LinearMemoryTimes(String way, int[] sizes) {
    this.way = way;
    this.sizes = sizes;
  }

  public static void main(String[] arguments) {
    int[] sizes = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
    for (int i = 5; i < Math.max(sizes.length, 6); i++) {
      int blockSize = i < sizes.length ? sizes[i] : 1;
      new LinearMemoryTimes(arguments[0], Arrays.copyOf(sizes, 5)).run(blockSize);
    }
  }

  private void run(int blockSize) {
    int steps = sizes[0];
    int order = sizes[1];
    int channels = sizes[3];
    int units = sizes[4];
    Operand<TFloat32> u = placeholder(Shape.of(-1, steps, channels));
    Operand<TFloat32> w = placeholder(Shape.of((long) channels * order, units));
    Operand<TFloat32> v = placeholder(Shape.of(units, 1));
    MemorySystem system =
        MemorySystem.of(order, steps, Discretizer.ZOH, Precision.EXACT, TFloat32.class);
    BlockedFilter<TFloat32> blocks =
        new BlockedFilter<>(tf, system, InputSequence.of(u), blockSize);
    Operand<TFloat32> y =
        switch (way) {
          case "final" -> LinearMemory.of(system).finalState(tf, u);
          case "blocked" -> blocks.sequence();
          case "fft" -> new LinearMemory(system, FilterMethod.FFT, 0).sequence(tf, u);
          case "raw" -> new LinearMemory(system, FilterMethod.RAW, 0).sequence(tf, u);
          case "product" -> dense(Contraction.lastAxis(tf, blocks.sequence(), w), v);
          case "folded" -> dense(blocks.projected(w, units), v);
          default -> throw new IllegalArgumentException("no such way: " + way);
        };
    boolean trained = way.equals("product") || way.equals("folded");
    List<Operand<?>> training = new ArrayList<>();
    Operand<TFloat32> flat = tf.reshape(y, tf.constant(new int[] {-1}));
    Operand<TFloat32> loss = tf.math.mean(tf.math.square(flat), tf.constant(0));
    Output<?>[] by =
        trained ? new Output<?>[] {w.asOutput(), v.asOutput()} : new Output<?>[] {u.asOutput()};
    training.add(loss);
    training.addAll(List.of(sandbox.graph().addGradients(loss.asOutput(), by)));
    try (Tensor input = random(Shape.of(sizes[2], steps, channels), 1);
        Tensor first = random(Shape.of((long) channels * order, units), 0.01);
        Tensor second = random(Shape.of(units, 1), 0.1)) {
      Session.Runner train =
          sandbox.session().runner().feed(u, input).feed(w, first).feed(v, second);
      training.forEach(operand -> train.addTarget(operand.op()));
      Session.Runner infer =
          sandbox.session().runner().feed(u, input).feed(w, first).feed(v, second);
      infer.addTarget(y.op());
      System.out.printf(
          "%s %s blocks of %d: training %s, forward %s%n",
          way, Arrays.toString(sizes), blockSize, time(train), time(infer));
    }
    sandbox.close();
  }

  /** What follows a memory in the workloads that fold: an activation, then one output. */
  private Operand<TFloat32> dense(Operand<TFloat32> y, Operand<TFloat32> v) {
    return Contraction.lastAxis(tf, tf.nn.relu(y), v);
  }

  private Operand<TFloat32> placeholder(Shape shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  private static Tensor random(Shape shape, double scale) {
    Random random = new Random(1);
    double[] values = new double[(int) shape.size()];
    Arrays.setAll(values, i -> scale * random.nextGaussian());
    return Array.of(shape, values).cast(DType.FLOAT32).toTensor();
  }

  private static String time(Session.Runner runner) {
    long begin = System.nanoTime();
    runner.run().close();
    double first = (System.nanoTime() - begin) / 1e6;
    List<Double> times = new ArrayList<>();
    long end = System.nanoTime() + NANOS;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      runner.run().close();
      times.add((System.nanoTime() - start) / 1e6);
    }
    times.sort(null);
    return "%.0f first, %.2f least, %.2f middle"
        .formatted(first, times.get(0), times.get(times.size() / 2));
  }
}
