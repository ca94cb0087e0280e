package io.github.lmu4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.lmu4j.ops.Scan;
import io.github.lmu4j.ops.ScanMethod;
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
import org.tensorflow.Result;
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
 * @param scan the scan
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

  public ScanCase withMethod(ScanMethod method) {
    Scan<TFloat64> other = Scan.of(scan.step(), scan.options().withMethod(method));
    return new ScanCase(other, inputs, states, parameters, mask);
  }

  /** A graph with the scan and its arguments. */
  private final class Built implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Session session = new Session(graph);
    private final Ops tf = Ops.create(graph);
    private final Map<Operand<?>, Tensor> feeds = new HashMap<>();
    private final List<Operand<TFloat64>> x;
    private final List<Operand<TFloat64>> s;
    private final List<Operand<TFloat64>> p;
    private final Optional<Operand<TBool>> m;
    private final Operand<TFloat64> loop;

    private Built(boolean sizesKnown) {
      Random random = new Random(3);
      x = placeholders(inputs, sizesKnown ? 0 : 2, random);
      s = placeholders(states, sizesKnown ? 0 : 1, random);
      p = placeholders(parameters, 0, random);
      m = mask.map(this::maskOperand);
      loop = flat(scan.run(tf, x, s, p, m));
    }

    private List<Operand<TFloat64>> placeholders(List<Shape> shapes, int unknown, Random random) {
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

    private Operand<TBool> maskOperand(boolean[][] values) {
      Operand<TBool> batchMajor = tf.constant(values);
      return scan.options().timeMajor()
          ? tf.linalg.transpose(batchMajor, tf.constant(new int[] {1, 0}))
          : batchMajor;
    }

    private Operand<TFloat64> unrolled() {
      int length = (int) inputs.get(0).get(scan.options().timeMajor() ? 0 : 1);
      return flat(UnrolledScan.run(tf, scan, length, x, s, p, m));
    }

    private Operand<TFloat64> flat(ScanResult<TFloat64> result) {
      List<Operand<TFloat64>> parts = new ArrayList<>();
      for (var list : List.of(result.sequences(), result.lastOutputs(), result.states())) {
        list.forEach(value -> parts.add(tf.reshape(value, tf.constant(new int[] {-1}))));
      }
      return tf.concat(parts, tf.constant(0));
    }

    private List<Operand<TFloat64>> arguments() {
      List<Operand<TFloat64>> all = new ArrayList<>(x);
      all.addAll(s);
      all.addAll(p);
      return all;
    }

    /** The values and their gradients, where every value counts with another weight. */
    private List<Operand<?>> withGradients(Operand<TFloat64> values, int count) {
      double[] weights = new Random(5).doubles(count, -1, 1).toArray();
      Operand<TFloat64> loss = tf.sum(tf.math.mul(values, tf.constant(weights)), tf.constant(0));
      Output<?>[] by = arguments().stream().map(Operand::asOutput).toArray(Output<?>[]::new);
      List<Operand<?>> all = new ArrayList<>(List.of(values));
      all.addAll(List.of(graph.addGradients(loss.asOutput(), by)));
      return all;
    }

    private List<double[]> fetch(List<Operand<?>> operands) {
      Session.Runner runner = session.runner();
      feeds.forEach(runner::feed);
      operands.forEach(runner::fetch);
      List<double[]> all = new ArrayList<>();
      try (Result result = runner.run()) {
        for (Map.Entry<String, Tensor> entry : result) {
          TFloat64 value = (TFloat64) entry.getValue();
          double[] values = new double[(int) value.shape().size()];
          value.copyTo(DataBuffers.of(values));
          all.add(values);
        }
      }
      return all;
    }

    @Override
    public void close() {
      feeds.values().forEach(Tensor::close);
      session.close();
      graph.close();
    }
  }

  /** Compares all results and all gradients, with sizes known before the run and without. */
  public void equalsUnrolled() {
    for (boolean sizesKnown : new boolean[] {true, false}) {
      try (Built built = new Built(sizesKnown)) {
        Operand<TFloat64> unrolled = built.unrolled();
        int count = built.fetch(List.of(unrolled)).get(0).length;
        List<Operand<?>> both = built.withGradients(built.loop, count);
        both.addAll(built.withGradients(unrolled, count));
        List<double[]> values = built.fetch(both);
        for (int i = 0; i < values.size() / 2; i++) {
          double[] expected = values.get(values.size() / 2 + i);
          double largest = Arrays.stream(expected).map(Math::abs).reduce(1, Math::max);
          assertThat(values.get(i))
              .as("%s: %s", scan.options(), i == 0 ? "results" : "gradient " + (i - 1))
              .containsExactly(expected, offset(1e-12 * largest));
        }
      }
    }
  }

  /** Compares all gradients with central differences. */
  public void equalsDifferences() {
    try (Built built = new Built(false)) {
      Gradients.check(built.session, built.feeds, built.loop, built.arguments());
    }
  }
}
