package io.github.lmu4j.testing;

import io.github.lmu4j.ops.Scan;
import io.github.lmu4j.ops.ScanOptions;
import io.github.lmu4j.ops.ScanResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TType;

/** A scan without a loop, written from Keras' description of masks: the reference for loops. */
public final class UnrolledScan {

  private UnrolledScan() {}

  public static ScanResult<TFloat64> run(
      Ops tf,
      Scan<TFloat64> scan,
      int length,
      List<Operand<TFloat64>> inputs,
      List<Operand<TFloat64>> initialStates,
      List<Operand<TFloat64>> parameters,
      Optional<Operand<TBool>> mask) {
    ScanOptions options = scan.options();
    int axis = options.timeMajor() ? 0 : 1;
    List<Operand<TFloat64>> states = initialStates;
    List<Operand<TFloat64>> held = List.of();
    List<List<Operand<TFloat64>>> byTime = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int time = options.reverse() ? length - 1 - i : i;
      List<Operand<TFloat64>> now = new ArrayList<>();
      inputs.forEach(input -> now.add(at(tf, input, axis, time)));
      Scan.Result<TFloat64> result = scan.step().apply(tf, now, states, parameters);
      List<Operand<TFloat64>> outputs = result.outputs();
      List<Operand<TFloat64>> next = result.states();
      if (mask.isPresent()) {
        Operand<TBool> keep = at(tf, mask.get(), axis, time);
        List<Operand<TFloat64>> otherwise = new ArrayList<>(held);
        if (held.isEmpty() || options.zeroOutputForMask()) {
          otherwise = outputs.stream().<Operand<TFloat64>>map(tf::zerosLike).toList();
        }
        outputs = choose(tf, keep, outputs, otherwise);
        next = choose(tf, keep, next, states);
      }
      held = outputs;
      states = next;
      byTime.add(options.reverse() ? 0 : byTime.size(), outputs);
    }
    List<Operand<TFloat64>> sequences = new ArrayList<>();
    for (int i = 0; i < held.size() && options.returnSequences(); i++) {
      int output = i;
      sequences.add(
          tf.stack(
              byTime.stream().map(outputs -> outputs.get(output)).toList(),
              Stack.axis((long) axis)));
    }
    return new ScanResult<>(sequences, held, states);
  }

  private static <T extends TType> Operand<T> at(Ops tf, Operand<T> x, int axis, int index) {
    int[] begin = new int[axis + 1];
    int[] end = new int[axis + 1];
    int[] strides = new int[axis + 1];
    Arrays.fill(strides, 1);
    begin[axis] = index;
    end[axis] = index + 1;
    return tf.stridedSlice(
        x,
        tf.constant(begin),
        tf.constant(end),
        tf.constant(strides),
        StridedSlice.beginMask((1L << axis) - 1),
        StridedSlice.endMask((1L << axis) - 1),
        StridedSlice.shrinkAxisMask(1L << axis));
  }

  private static List<Operand<TFloat64>> choose(
      Ops tf,
      Operand<TBool> mask,
      List<Operand<TFloat64>> where,
      List<Operand<TFloat64>> elsewhere) {
    List<Operand<TFloat64>> chosen = new ArrayList<>();
    for (int i = 0; i < where.size(); i++) {
      Operand<TBool> column = mask;
      for (int axis = 1; axis < where.get(i).shape().numDimensions(); axis++) {
        column = tf.expandDims(column, tf.constant(axis));
      }
      chosen.add(tf.select(column, where.get(i), elsewhere.get(i)));
    }
    return chosen;
  }
}
