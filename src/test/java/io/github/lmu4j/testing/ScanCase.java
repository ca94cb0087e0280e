package io.github.lmu4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.lmu4j.ops.Scan;
import io.github.lmu4j.ops.ScanResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/**
 * A scan with random arguments, compared with the same steps without a loop and with central
 * differences, in float64.
 *
 * @param inputs shapes (batch, time, ...), or (time, batch, ...) as the options say
 * @param states shapes of the initial states
 * @param parameters shapes of the parameters
 * @param mask which steps count, [batch][time], or empty
 */
public record ScanCase(
    Scan<TFloat64> scan,
    List<Shape> inputs,
    List<Shape> states,
    List<Shape> parameters,
    Optional<boolean[][]> mask) {

  /** Takes copies of the lists. */
  public ScanCase {
    inputs = List.copyOf(inputs);
    states = List.copyOf(states);
    parameters = List.copyOf(parameters);
  }

  public ScanCase withMask(boolean[][] value) {
    return new ScanCase(scan, inputs, states, parameters, Optional.of(value));
  }

  public ScanCase with(Scan<TFloat64> value) {
    return new ScanCase(value, inputs, states, parameters, mask);
  }

  /** Checks all results and all gradients, with sizes known before the run and without. */
  public void check() {
    check(true);
    check(false);
  }

  private void check(boolean sizesKnown) {
    Map<Operand<?>, Tensor> feeds = new HashMap<>();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Random random = new Random(3);
      List<Operand<TFloat64>> x = arguments(tf, inputs, sizesKnown ? 0 : 2, random, feeds);
      List<Operand<TFloat64>> s = arguments(tf, states, sizesKnown ? 0 : 1, random, feeds);
      List<Operand<TFloat64>> p = arguments(tf, parameters, 0, random, feeds);
      Optional<Operand<TBool>> m = mask.map(values -> maskOperand(tf, values));
      int length = (int) inputs.get(0).get(scan.options().timeMajor() ? 0 : 1);
      Operand<TFloat64> loop = flat(tf, scan.run(tf, x, s, p, m));
      Operand<TFloat64> unrolled = flat(tf, UnrolledScan.run(tf, scan, length, x, s, p, m));

      List<Operand<TFloat64>> all = new ArrayList<>(x);
      all.addAll(s);
      all.addAll(p);
      int count = fetch(session, feeds, unrolled).length;
      List<Operand<?>> actual = new ArrayList<>(List.of(loop));
      actual.addAll(gradients(graph, loss(tf, loop, count), all));
      List<Operand<?>> expected = new ArrayList<>(List.of(unrolled));
      expected.addAll(gradients(graph, loss(tf, unrolled, count), all));
      for (int i = 0; i < actual.size(); i++) {
        double[] expectedValues = fetch(session, feeds, expected.get(i));
        double largest = 1;
        for (double value : expectedValues) {
          largest = Math.max(largest, Math.abs(value));
        }
        assertThat(fetch(session, feeds, actual.get(i)))
            .as(i == 0 ? "results" : "gradient by " + all.get(i - 1).op().name())
            .containsExactly(expectedValues, offset(1e-12 * largest));
      }
      Gradients.check(session, feeds, loop, all);
    } finally {
      feeds.values().forEach(Tensor::close);
    }
  }

  private static List<Operand<TFloat64>> arguments(
      Ops tf, List<Shape> shapes, int unknown, Random random, Map<Operand<?>, Tensor> feeds) {
    List<Operand<TFloat64>> placeholders = new ArrayList<>();
    for (Shape shape : shapes) {
      long[] sizes = shape.asArray().clone();
      Arrays.fill(sizes, 0, Math.min(unknown, sizes.length), Shape.UNKNOWN_SIZE);
      var placeholder = tf.placeholder(TFloat64.class, Placeholder.shape(Shape.of(sizes)));
      double[] values = random.doubles(shape.size(), -1, 1).toArray();
      feeds.put(placeholder, TFloat64.tensorOf(shape, DataBuffers.of(values)));
      placeholders.add(placeholder);
    }
    return placeholders;
  }

  private Operand<TBool> maskOperand(Ops tf, boolean[][] values) {
    Operand<TBool> batchMajor = tf.constant(values);
    return scan.options().timeMajor()
        ? tf.linalg.transpose(batchMajor, tf.constant(new int[] {1, 0}))
        : batchMajor;
  }

  private static Operand<TFloat64> flat(Ops tf, ScanResult<TFloat64> result) {
    List<Operand<TFloat64>> parts = new ArrayList<>();
    for (var list : List.of(result.sequences(), result.lastOutputs(), result.states())) {
      list.forEach(value -> parts.add(tf.reshape(value, tf.constant(new int[] {-1}))));
    }
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0));
  }

  /** Every result counts with another weight. */
  private static Operand<TFloat64> loss(Ops tf, Operand<TFloat64> flat, int count) {
    double[] weights = new Random(5).doubles(count, -1, 1).toArray();
    return tf.sum(tf.math.mul(flat, tf.constant(weights)), tf.constant(0));
  }

  private static List<Operand<?>> gradients(
      Graph graph, Operand<TFloat64> loss, List<Operand<TFloat64>> by) {
    Output<?>[] inputs = by.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    return List.of(graph.addGradients(loss.asOutput(), inputs));
  }

  private static double[] fetch(
      Session session, Map<Operand<?>, Tensor> feeds, Operand<?> operand) {
    Session.Runner runner = session.runner();
    feeds.forEach(runner::feed);
    try (TFloat64 value = (TFloat64) runner.fetch(operand).run().get(0)) {
      double[] values = new double[(int) value.shape().size()];
      value.copyTo(DataBuffers.of(values));
      return values;
    }
  }
}
