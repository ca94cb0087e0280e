package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A scan over chunks of time steps, each of which is a scan: the outer one stores the states at the
 * start of each chunk; when its gradient computes a chunk again, the inner one stores the states
 * within that chunk.
 *
 * <p>With sqrt(T) chunks of sqrt(T) steps both stores are of that order.
 */
final class ChunkedScan<T extends TFloating> {

  private final Scan<T> inner;
  private final int inputs;
  private final boolean masked;
  private final int states;

  private ChunkedScan(Scan<T> scan, Roles<Operand<?>> arguments) {
    inner = new Scan<>(scan.step(), scan.options().withMethod(ScanMethod.STORE));
    inputs = arguments.get(LoopPlan.INPUTS).size();
    masked = !arguments.get(LoopPlan.MASK).isEmpty();
    states = arguments.get(LoopPlan.STATES).size();
  }

  /** The arguments and results are those of {@link ScanLoop#run}. */
  static <T extends TFloating> Roles<Operand<?>> run(
      Ops tf,
      Scan<T> scan,
      Operand<TInt32> length,
      Operand<TInt32> batch,
      Roles<Operand<?>> arguments) {
    return new ChunkedScan<>(scan, arguments).run(tf, length, batch, arguments);
  }

  private Roles<Operand<?>> run(
      Ops tf, Operand<TInt32> length, Operand<TInt32> batch, Roles<Operand<?>> arguments) {
    Operand<T> first = arguments.<T>operands(LoopPlan.INPUTS).get(0);
    LoopPlan<T> plan = LoopPlan.of(inner, TimeStack.IN_PLACE, 1, arguments.map(Slot::of));
    Operand<TInt32> size = size(tf, first.shape().get(0), length);
    Operand<TInt32> one = tf.constant(new int[] {1});
    Operand<TInt32> count = tf.math.floorDiv(tf.math.sub(tf.math.add(length, size), one), size);

    List<Operand<T>> chunks = new ArrayList<>();
    for (Operand<T> input : arguments.<T>operands(LoopPlan.INPUTS)) {
      chunks.add(chunks(tf, input, length, size, count));
    }
    for (Operand<TBool> mask : arguments.<TBool>operands(LoopPlan.MASK)) {
      chunks.add(chunks(tf, tf.dtypes.cast(mask, plan.type()), length, size, count));
    }
    chunks.add(tf.dtypes.cast(lengths(tf, length, size, count), plan.type()));

    Operand<T> zero = tf.dtypes.cast(tf.constant(0), plan.type());
    List<Operand<T>> carried = new ArrayList<>(arguments.<T>operands(LoopPlan.STATES));
    for (Slot held : plan.held()) {
      carried.add(tf.fill(LoopShapes.of(tf, held.shape(), batch, 1), zero));
    }
    Roles<Operand<?>> outer = new Roles<>();
    outer.put(LoopPlan.INPUTS, chunks);
    outer.put(LoopPlan.STATES, carried);
    outer.put(LoopPlan.PARAMETERS, arguments.get(LoopPlan.PARAMETERS));
    ScanOptions options = inner.options().withReturnSequences(true);
    Operand<TInt32> leading = tf.concat(List.of(size, batch), tf.constant(0));
    Roles<Operand<?>> ends =
        ScanLoop.run(tf, new Scan<>(this::chunk, options), count, leading, 2, outer);

    List<Operand<?>> last = ends.get(LoopPlan.STATES);
    Roles<Operand<?>> results = new Roles<>();
    results.put(
        LoopPlan.SEQUENCES,
        ends.<T>operands(LoopPlan.SEQUENCES).stream()
            .map(sequence -> joined(tf, sequence, length, batch))
            .toList());
    results.put(LoopPlan.HELD, last.subList(states, last.size()));
    results.put(LoopPlan.STATES, last.subList(0, states));
    return results;
  }

  /** One step of the outer scan: all steps of one chunk. */
  private Scan.Result<T> chunk(
      Ops tf, List<Operand<T>> chunk, List<Operand<T>> carried, List<Operand<T>> parameters) {
    Operand<T> length = chunk.get(chunk.size() - 1);
    Roles<Operand<?>> arguments = new Roles<>();
    arguments.put(LoopPlan.INPUTS, chunk.subList(0, inputs));
    arguments.put(
        LoopPlan.MASK,
        masked ? List.of(tf.dtypes.cast(chunk.get(inputs), TBool.class)) : List.of());
    arguments.put(LoopPlan.STATES, carried.subList(0, states));
    arguments.put(LoopPlan.HELD, carried.subList(states, carried.size()));
    arguments.put(LoopPlan.PARAMETERS, parameters);
    Roles<Operand<?>> ends =
        ScanLoop.run(
            tf,
            inner,
            tf.reshape(tf.dtypes.cast(length, TInt32.class), tf.constant(new int[] {1})),
            LoopShapes.size(tf, chunk.get(0), 1),
            1,
            arguments);
    List<Operand<T>> next = new ArrayList<>(ends.<T>operands(LoopPlan.STATES));
    next.addAll(ends.operands(LoopPlan.HELD));
    return new Scan.Result<>(ends.operands(LoopPlan.SEQUENCES), next);
  }

  /** The steps in a chunk: the square root of the length, rounded up. */
  private static Operand<TInt32> size(Ops tf, long known, Operand<TInt32> length) {
    if (known != Shape.UNKNOWN_SIZE) {
      return tf.constant(new int[] {Math.max(1, (int) Math.ceil(Math.sqrt((double) known)))});
    }
    Operand<TInt32> root =
        tf.dtypes.cast(
            tf.math.ceil(tf.math.sqrt(tf.dtypes.cast(length, TFloat64.class))), TInt32.class);
    return tf.math.maximum(root, tf.constant(new int[] {1}));
  }

  /** A sequence as (chunks, steps in a chunk, ...), padded at the end. */
  private Operand<T> chunks(
      Ops tf,
      Operand<T> sequence,
      Operand<TInt32> length,
      Operand<TInt32> size,
      Operand<TInt32> count) {
    int rank = sequence.shape().numDimensions();
    Operand<TInt32> missing = tf.math.sub(tf.math.mul(size, count), length);
    Operand<TInt32> others = tf.constant(new int[2 * rank - 2]);
    Operand<TInt32> paddings =
        tf.reshape(
            tf.concat(List.of(tf.constant(new int[] {0}), missing, others), tf.constant(0)),
            tf.constant(new int[] {rank, 2}));
    Operand<T> padded = tf.pad(sequence, paddings, tf.dtypes.cast(tf.constant(0), sequence.type()));
    List<Operand<TInt32>> shape = new ArrayList<>(List.of(count, size));
    for (int axis = 1; axis < rank; axis++) {
      shape.add(LoopShapes.size(tf, sequence, axis));
    }
    return tf.reshape(padded, tf.concat(shape, tf.constant(0)));
  }

  /** The steps of each chunk, of which the last may have fewer. */
  private static Operand<TInt32> lengths(
      Ops tf, Operand<TInt32> length, Operand<TInt32> size, Operand<TInt32> count) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> scalar = tf.constant(new int[0]);
    Operand<TInt32> index = tf.range(zero, tf.reshape(count, scalar), tf.constant(1));
    return tf.math.minimum(size, tf.math.sub(length, tf.math.mul(index, size)));
  }

  /** The reverse of {@code chunks}. */
  private Operand<T> joined(
      Ops tf, Operand<T> chunks, Operand<TInt32> length, Operand<TInt32> batch) {
    long[] sizes = chunks.shape().asArray();
    int[] rest = Arrays.stream(sizes, 3, sizes.length).mapToInt(Math::toIntExact).toArray();
    Operand<TInt32> shape =
        tf.concat(List.of(tf.constant(new int[] {-1}), batch, tf.constant(rest)), tf.constant(0));
    Operand<TInt32> begin = tf.constant(new int[] {0});
    return tf.stridedSlice(tf.reshape(chunks, shape), begin, length, tf.constant(new int[] {1}));
  }
}
