package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Applies {@link BlockedLoop}s to a whole sequence: one to as many blocks as there are, one to the
 * steps that are left over, as blocks of one step; and this to each part of the batch, by loops
 * that run side by side.
 *
 * @param tf operations of the graph
 * @param blocks the sizes
 * @param matrices BLOCK, RECURRENT, ADVANCE, RESPONSE of whole blocks, and those that {@link
 *     CompiledBlocks} takes beside them if XLA compiles
 * @param single the same for blocks of one step
 * @param compiles whether XLA compiles the loops; the sizes must be known
 */
record BlockedSequence<T extends TFloating>(
    Ops tf,
    BlockedPlan<T> blocks,
    Roles<Operand<?>> matrices,
    Roles<Operand<?>> single,
    boolean compiles) {

  /** Fewer rows than this do not pay for another loop. */
  private static final int ROWS = 4;

  /**
   * Adds the loops.
   *
   * @param rows shape (batch, time, inputs of a step)
   * @param memory none or one (batch, channels * order)
   * @param hidden shape (batch, units)
   * @param parts into how many the batch is cut
   */
  ScanResult<T> run(Operand<T> rows, List<Operand<T>> memory, Operand<T> hidden, int parts) {
    long known = rows.shape().get(0);
    int count =
        known == Shape.UNKNOWN_SIZE ? parts : (int) Math.max(1, Math.min(parts, known / ROWS));
    if (count == 1) {
      return part(rows, memory, hidden);
    }
    return new BlockedSequence<>(
            tf.withSubScope(LoopSession.SCOPE), blocks, matrices, single, compiles)
        .sideBySide(rows, memory, hidden, count);
  }

  private ScanResult<T> sideBySide(
      Operand<T> rows, List<Operand<T>> memory, Operand<T> hidden, int count) {
    Operand<TInt32> batch = LoopShapes.size(tf, rows, 0);
    List<ScanResult<T>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Operand<TInt32> first = share(batch, i, count);
      Operand<TInt32> size = tf.math.sub(share(batch, i + 1, count), first);
      results.add(
          part(
              cut(rows, first, size),
              memory.stream().map(m -> cut(m, first, size)).toList(),
              cut(hidden, first, size)));
    }
    return new ScanResult<>(
        joined(results.stream().map(ScanResult::sequences).toList()),
        joined(results.stream().map(ScanResult::lastOutputs).toList()),
        joined(results.stream().map(ScanResult::states).toList()));
  }

  private Operand<TInt32> share(Operand<TInt32> batch, int index, int count) {
    return tf.math.floorDiv(tf.math.mul(batch, ints(index)), ints(count));
  }

  /** Rows of the first axis. */
  private Operand<T> cut(Operand<T> values, Operand<TInt32> first, Operand<TInt32> size) {
    int others = values.shape().numDimensions() - 1;
    int[] all = new int[others];
    Arrays.fill(all, -1);
    return tf.slice(
        values,
        tf.concat(List.of(first, ints(new int[others])), tf.constant(0)),
        tf.concat(List.of(size, ints(all)), tf.constant(0)));
  }

  private List<Operand<T>> joined(List<List<Operand<T>>> parts) {
    List<Operand<T>> all = new ArrayList<>();
    for (int i = 0; i < parts.get(0).size(); i++) {
      int index = i;
      all.add(tf.concat(parts.stream().map(part -> part.get(index)).toList(), tf.constant(0)));
    }
    return all;
  }

  private ScanResult<T> part(Operand<T> rows, List<Operand<T>> memory, Operand<T> hidden) {
    int size = compiles ? blocks.stepsAtOnce() : blocks.steps();
    long known = rows.shape().get(1);
    boolean isKnown = known != Shape.UNKNOWN_SIZE;
    Operand<TInt32> length = LoopShapes.size(tf, rows, 1);
    Operand<TInt32> whole =
        isKnown
            ? ints((int) known / size * size)
            : tf.math.mul(tf.math.floorDiv(length, ints(size)), ints(size));
    List<Operand<T>> sequences = new ArrayList<>();
    List<Operand<T>> states = new ArrayList<>(memory);
    states.add(hidden);
    if (!isKnown || known >= size) {
      states = loop(blocks, matrices, rows, ints(0), whole, states, sequences);
    }
    if (size > 1 && (!isKnown || known % size != 0)) {
      Operand<TInt32> rest = tf.math.sub(length, whole);
      states = loop(blocks.ofOneStep(), single, rows, whole, rest, states, sequences);
    }
    Operand<T> last = states.get(states.size() - 1);
    if (blocks.sequences()) {
      sequences =
          List.of(sequences.size() == 1 ? sequences.get(0) : tf.concat(sequences, tf.constant(1)));
    }
    return new ScanResult<>(sequences, List.of(last), states);
  }

  /** Adds one loop over some steps, and its outputs (batch, steps, units) to a list. */
  private List<Operand<T>> loop(
      BlockedPlan<T> plan,
      Roles<Operand<?>> factors,
      Operand<T> rows,
      Operand<TInt32> first,
      Operand<TInt32> steps,
      List<Operand<T>> states,
      List<Operand<T>> sequences) {
    Operand<TInt32> batch = LoopShapes.size(tf, rows, 0);
    Operand<TInt32> count = tf.math.floorDiv(steps, ints(plan.steps()));
    Operand<T> some =
        tf.slice(
            rows,
            tf.concat(List.of(ints(0), first, ints(0)), tf.constant(0)),
            tf.concat(List.of(ints(-1), steps, ints(-1)), tf.constant(0)));
    Operand<TInt32> swap = ints(1, 0, 2);
    Operand<T> byBlock =
        tf.linalg.transpose(
            tf.reshape(
                some,
                tf.concat(
                    List.of(batch, count, ints(plan.steps() * plan.inputs())), tf.constant(0))),
            swap);
    Roles<Operand<?>> arguments = new Roles<Operand<?>>().putAll(factors);
    arguments.put(BlockedPlan.MEMORY, states.subList(0, states.size() - 1));
    arguments.put(BlockedPlan.HIDDEN, states.subList(states.size() - 1, states.size()));
    arguments.put(BlockedPlan.INPUTS, List.of(byBlock));
    // A part without rows has no rounds.
    Operand<TInt32> rounds = tf.math.mul(count, tf.math.minimum(batch, ints(1)));
    Roles<Operand<?>> results =
        new BlockedLoop<>((Graph) tf.scope().env(), plan, compiles).run(tf, rounds, arguments);
    for (Operand<T> outputs : results.<T>operands(BlockedPlan.OUTPUTS)) {
      sequences.add(
          tf.reshape(
              tf.linalg.transpose(outputs, swap),
              tf.concat(List.of(batch, steps, ints(plan.units())), tf.constant(0))));
    }
    List<Operand<T>> ends = new ArrayList<>(results.<T>operands(BlockedPlan.MEMORY));
    ends.addAll(results.operands(BlockedPlan.HIDDEN));
    return ends;
  }

  private Operand<TInt32> ints(int... values) {
    return tf.constant(values);
  }
}
