package io.github.lmu4j.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * Compares the gradients that a graph computes with central differences, in float64.
 *
 * <pre>{@code
 * Operand<TFloat64> x = tf.constant(new double[] {1, 2, 3});
 * Gradients.check(session, tf.math.tanh(x), x);
 * }</pre>
 *
 * <p>A result that is no scalar is first multiplied by fixed random numbers and summed. What the
 * result is differentiated by may be a constant, a variable (initialized), a placeholder (fed), or
 * the output of any other operation: its value is changed by feeding it.
 */
public final class Gradients {

  private static final double TOLERANCE = 1e-6;

  /** Entries that are looked at one by one; a larger array is sampled. */
  private static final int ENTRIES = 40;

  private final Session session;
  private final Map<Operand<?>, Tensor> feeds;
  private final Operand<TFloat64> loss;

  /** What is differentiated by, with its value. */
  private static final class Point {
    private final Operand<TFloat64> x;
    private final Shape shape;
    private final double[] values;

    private Point(Operand<TFloat64> x, Shape shape, double[] values) {
      this.x = x;
      this.shape = shape;
      this.values = values;
    }
  }

  private Gradients(Session session, Map<Operand<?>, Tensor> feeds, Operand<TFloat64> result) {
    this.session = session;
    this.feeds = feeds;
    this.loss = contract(result);
  }

  /**
   * Checks all gradients of a result to 1e-6, relative to the largest entry of each gradient.
   *
   * @param session an initialized session of the graph
   * @param result what is differentiated, of any shape
   * @param by what it is differentiated by
   * @throws AssertionError if an entry of a gradient is wrong
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static void check(Session session, Operand<TFloat64> result, Operand<TFloat64>... by) {
    check(session, Map.of(), result, List.of(by));
  }

  /**
   * Checks all gradients of a result that needs further feeds.
   *
   * @param session an initialized session of the graph
   * @param feeds the values of placeholders, those differentiated by among them
   * @param result what is differentiated, of any shape
   * @param by what it is differentiated by
   * @throws AssertionError if an entry of a gradient is wrong
   */
  public static void check(
      Session session,
      Map<? extends Operand<?>, ? extends Tensor> feeds,
      Operand<TFloat64> result,
      List<? extends Operand<TFloat64>> by) {
    Gradients check = new Gradients(session, new HashMap<>(feeds), result);
    Output<?>[] inputs = by.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    Output<?>[] gradients = session.graph().addGradients(check.loss.asOutput(), inputs);
    for (int i = 0; i < inputs.length; i++) {
      check.check(by.get(i), gradients[i]);
    }
  }

  private Operand<TFloat64> contract(Operand<TFloat64> result) {
    Shape shape = shape(result);
    Ops tf = Ops.create((Graph) result.op().env());
    double[] factors = gaussian((int) shape.size());
    if (shape.numDimensions() == 0) {
      return tf.identity(result);
    }
    Operand<TFloat64> products = tf.math.mul(result, tf.constant(shape, DataBuffers.of(factors)));
    return tf.sum(tf.reshape(products, tf.constant(new long[] {-1})), tf.constant(0));
  }

  private void check(Operand<TFloat64> x, Output<?> gradient) {
    Point point = new Point(x, shape(x), values(x));
    double[] at = point.values;
    double[] computed = values(gradient);
    if (computed.length != at.length) {
      throw new AssertionError(
          "the gradient by %s must have %d entries (got %d)"
              .formatted(x.op().name(), at.length, computed.length));
    }
    double largest = 0;
    for (double entry : computed) {
      largest = Math.max(largest, Math.abs(entry));
    }
    int entries = Math.min(at.length, ENTRIES);
    for (int k = 0; k < entries; k++) {
      int index = (int) ((long) k * at.length / entries);
      double[] direction = new double[at.length];
      direction[index] = 1;
      compare(point, "entry " + index, direction, computed, largest);
    }
    // One direction through all entries reaches those that were not sampled.
    double[] direction = gaussian(at.length);
    compare(point, "a random direction", direction, computed, largest * Math.sqrt(at.length));
  }

  private void compare(
      Point point, String where, double[] direction, double[] computed, double largest) {
    double slope = 0;
    for (int i = 0; i < computed.length; i++) {
      slope += computed[i] * direction[i];
    }
    double expected = difference(point, direction);
    if (!(Math.abs(slope - expected) <= TOLERANCE * Math.max(largest, Math.abs(expected)))) {
      throw new AssertionError(
          "the gradient by %s (%s) must be %s (got %s)"
              .formatted(point.x.op().name(), where, expected, slope));
    }
  }

  /** Four points, so that the step can be wide enough for rounding not to matter. */
  private double difference(Point point, double[] direction) {
    double scale = 0;
    for (double value : point.values) {
      scale = Math.max(scale, Math.abs(value));
    }
    double h = 1e-4 * (scale > 0 ? scale : 1);
    double near = loss(point, direction, h) - loss(point, direction, -h);
    double far = loss(point, direction, 2 * h) - loss(point, direction, -2 * h);
    return (8 * near - far) / (12 * h);
  }

  private double loss(Point point, double[] direction, double step) {
    double[] moved = point.values.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    try (TFloat64 tensor = TFloat64.tensorOf(point.shape, DataBuffers.of(moved));
        TFloat64 value = fetch(loss, Map.of(point.x, tensor))) {
      return value.getDouble();
    }
  }

  private Shape shape(Operand<?> operand) {
    try (TFloat64 tensor = fetch(operand, Map.of())) {
      return tensor.shape();
    }
  }

  private double[] values(Operand<?> operand) {
    try (TFloat64 tensor = fetch(operand, Map.of())) {
      double[] values = new double[(int) tensor.shape().size()];
      tensor.copyTo(DataBuffers.of(values));
      return values;
    }
  }

  /** The caller closes the tensor. */
  private TFloat64 fetch(Operand<?> operand, Map<Operand<?>, Tensor> moved) {
    Tensor given = feeds.get(operand);
    if (given != null && moved.isEmpty()) {
      return TFloat64.tensorOf((TFloat64) given);
    }
    Map<Operand<?>, Tensor> all = new HashMap<>(feeds);
    all.putAll(moved);
    Session.Runner runner = session.runner();
    all.forEach(runner::feed);
    return (TFloat64) runner.fetch(operand).run().get(0);
  }

  private static double[] gaussian(int count) {
    return new Random(7).doubles(count, -1, 1).toArray();
  }
}
