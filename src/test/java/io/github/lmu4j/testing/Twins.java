package io.github.lmu4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.ScanResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Compares two ways to compute the same from the same arguments in one graph. */
public final class Twins {

  private final Session session;
  private final Map<? extends Operand<?>, ? extends Tensor> feeds;

  public Twins(Session session, Map<? extends Operand<?>, ? extends Tensor> feeds) {
    this.session = session;
    this.feeds = feeds;
  }

  /** All results of a loop as one vector. */
  public static <T extends TFloating> Operand<T> flat(Ops tf, ScanResult<T> result) {
    List<Operand<T>> parts = new ArrayList<>();
    for (var list : List.of(result.sequences(), result.lastOutputs(), result.states())) {
      list.forEach(value -> parts.add(tf.reshape(value, tf.constant(new int[] {-1}))));
    }
    return tf.concat(parts, tf.constant(0));
  }

  /**
   * Compares all values, and all gradients of their sum under fixed weights.
   *
   * @param by what is differentiated by
   * @param actual a vector
   * @param expected a vector
   * @param tolerance relative to the largest value
   * @param what is compared, for the message
   */
  public <T extends TFloating> void agree(
      List<Operand<T>> by, Operand<T> actual, Operand<T> expected, double tolerance, Object what) {
    int count = fetch(List.of(expected)).get(0).length;
    List<Operand<?>> both = withGradients(actual, count, by);
    both.addAll(withGradients(expected, count, by));
    List<double[]> values = fetch(both);
    int half = values.size() / 2;
    for (int i = 0; i < half; i++) {
      double[] right = values.get(half + i);
      double largest = Arrays.stream(right).map(Math::abs).reduce(1e-3, Math::max);
      assertThat(values.get(i))
          .as("%s: %s", what, i == 0 ? "results" : "gradient " + (i - 1))
          .containsExactly(right, offset(tolerance * largest));
    }
  }

  private <T extends TFloating> List<Operand<?>> withGradients(
      Operand<T> values, int count, List<Operand<T>> by) {
    Graph graph = session.graph();
    Ops tf = Ops.create(graph);
    double[] factors = new Random(5).doubles(count, -1, 1).toArray();
    Operand<T> weights = Constants.of(tf, values.type(), Shape.of(count), factors);
    Operand<T> loss = tf.sum(tf.math.mul(values, weights), tf.constant(0));
    List<Operand<?>> all = new ArrayList<>(List.of(values));
    all.addAll(
        List.of(
            graph.addGradients(
                loss.asOutput(), by.stream().map(Operand::asOutput).toArray(Output<?>[]::new))));
    return all;
  }

  private List<double[]> fetch(List<Operand<?>> operands) {
    Session.Runner runner = session.runner();
    feeds.forEach(runner::feed);
    operands.forEach(runner::fetch);
    List<double[]> all = new ArrayList<>();
    try (Result result = runner.run()) {
      for (Map.Entry<String, Tensor> entry : result) {
        all.add(values(entry.getValue()));
      }
    }
    return all;
  }

  private static double[] values(Tensor tensor) {
    double[] values = new double[(int) tensor.shape().size()];
    if (tensor instanceof TFloat64 doubles) {
      doubles.copyTo(DataBuffers.of(values));
    } else {
      float[] floats = new float[values.length];
      ((TFloat32) tensor).copyTo(DataBuffers.of(floats));
      Arrays.setAll(values, i -> floats[i]);
    }
    return values;
  }
}
