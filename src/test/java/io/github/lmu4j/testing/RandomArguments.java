package io.github.lmu4j.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Placeholders of a graph with fixed random values. */
public final class RandomArguments<T extends TFloating> implements AutoCloseable {

  private final Ops tf;
  private final Class<T> type;
  private final Random random = new Random(11);
  private final Map<Operand<T>, Tensor> feeds = new HashMap<>();
  private final List<Operand<T>> all = new ArrayList<>();

  public RandomArguments(Ops tf, Class<T> type) {
    this.tf = tf;
    this.type = type;
  }

  /**
   * Adds one with normally distributed values.
   *
   * @param scale their standard deviation
   * @param unknown how many of the first sizes are not known before the run
   */
  public Operand<T> add(double scale, int unknown, Shape shape) {
    long[] known = shape.asArray().clone();
    Arrays.fill(known, 0, Math.min(unknown, known.length), Shape.UNKNOWN_SIZE);
    Operand<T> placeholder = tf.placeholder(type, Placeholder.shape(Shape.of(known)));
    double[] values = new double[(int) shape.size()];
    Arrays.setAll(values, i -> scale * random.nextGaussian());
    feeds.put(placeholder, tensor(shape, values));
    all.add(placeholder);
    return placeholder;
  }

  private Tensor tensor(Shape shape, double[] values) {
    if (type == TFloat64.class) {
      return TFloat64.tensorOf(shape, DataBuffers.of(values));
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return TFloat32.tensorOf(shape, DataBuffers.of(floats));
  }

  public Class<T> type() {
    return type;
  }

  public Ops tf() {
    return tf;
  }

  public List<Operand<T>> all() {
    return Collections.unmodifiableList(all);
  }

  public Map<Operand<T>, Tensor> feeds() {
    return Collections.unmodifiableMap(feeds);
  }

  @Override
  public void close() {
    feeds.values().forEach(Tensor::close);
  }
}
