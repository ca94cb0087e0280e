package io.github.lmu4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/**
 * A step whose inputs, states and outputs are three matrices, a row for each stream, of which the
 * graph writes the latter two in place.
 *
 * <p>{@code InplaceUpdate} writes into the memory of the tensor that is fed, which the caller owns:
 * nothing is fetched, and the states never leave their place.
 *
 * @param inputSize numbers that a stream takes a step: those of the first input, of the second, ...
 * @param outputSize numbers that a stream gives a step
 * @param stateSize numbers that are kept of a stream
 * @param replaced by what the placeholders of the step are replaced
 */
record PackedStep(int inputSize, int outputSize, int stateSize, Map<String, String> replaced) {

  static final String INPUTS = "packed/inputs";
  static final String STATES = "packed/states";
  static final String OUTPUTS = "packed/outputs";
  static final String TARGET = "packed/target";

  static Set<String> placeholders() {
    return Set.of(INPUTS, STATES, OUTPUTS);
  }

  /** Adds the matrices to the graph of a step. */
  static <T extends TFloating> PackedStep of(
      Ops graph, StepGraph<T> step, Class<T> type, int streams) {
    Ops tf = graph.withSubScope("packed");
    Map<String, String> replaced = new LinkedHashMap<>();
    int inputSize = sum(step.inputs());
    read(tf, matrix(tf, "inputs", type, streams, inputSize), step.inputs(), replaced);
    Operand<T> results = beside(tf, step.outputs(), streams);
    int outputSize = Math.toIntExact(results.shape().get(1));
    Operand<T> outputs = matrix(tf, "outputs", type, streams, outputSize);
    List<StepGraph.State<T>> states = List.copyOf(step.states().values());
    List<Placeholder<T>> before = states.stream().map(StepGraph.State::before).toList();
    int stateSize = sum(before);
    List<Op> writes = new ArrayList<>();
    if (states.isEmpty()) {
      writes.add(write(tf, outputs, results));
    } else {
      Operand<T> memory = matrix(tf, "states", type, streams, stateSize);
      read(tf, memory, before, replaced);
      Operand<T> kept = beside(tf, states.stream().map(StepGraph.State::after).toList(), streams);
      // The memory is overwritten when everything has read it: the outputs, which may be a part of
      // it, and the new states, on which all other readers that matter have their influence.
      Op written = write(tf.withControlDependencies(List.<Op>of(kept)), outputs, results);
      writes.add(write(tf.withControlDependencies(List.of(written)), memory, kept));
    }
    tf.withControlDependencies(writes).withName("target").noOp();
    return new PackedStep(inputSize, outputSize, stateSize, replaced);
  }

  private static <T extends TFloating> Operand<T> matrix(
      Ops tf, String name, Class<T> type, int streams, int size) {
    return tf.withName(name).placeholder(type, Placeholder.shape(Shape.of(streams, size)));
  }

  /** The numbers that one row of placeholders takes. */
  private static int sum(List<? extends Placeholder<?>> placeholders) {
    long sum = 0;
    for (Placeholder<?> placeholder : placeholders) {
      sum += placeholder.asOutput().shape().tail().size();
    }
    return Math.toIntExact(sum);
  }

  /** Cuts a matrix into what placeholders take. */
  private static <T extends TFloating> void read(
      Ops tf, Operand<T> matrix, List<Placeholder<T>> placeholders, Map<String, String> replaced) {
    long first = 0;
    for (Placeholder<T> placeholder : placeholders) {
      Shape shape = placeholder.asOutput().shape();
      long size = shape.tail().size();
      boolean whole = placeholders.size() == 1;
      Operand<T> value =
          whole
              ? matrix
              : tf.slice(
                  matrix, tf.constant(new long[] {0, first}), tf.constant(new long[] {-1, size}));
      value = shaped(tf, value, shape);
      replaced.put(placeholder.op().name(), value.op().name());
      first += size;
    }
  }

  /** Values side by side, a row for each stream. */
  private static <T extends TFloating> Operand<T> beside(
      Ops tf, List<Operand<T>> values, int streams) {
    List<Operand<T>> rows = new ArrayList<>();
    for (Operand<T> value : values) {
      rows.add(shaped(tf, value, Shape.of(streams, value.shape().size() / streams)));
    }
    return rows.size() == 1 ? rows.get(0) : tf.concat(rows, tf.constant(1));
  }

  private static <T extends TFloating> Operand<T> shaped(Ops tf, Operand<T> value, Shape shape) {
    return value.shape().equals(shape) ? value : tf.reshape(value, tf.constant(shape.asArray()));
  }

  /** Row by row, because the whole matrix is no row of it. */
  private static <T extends TFloating> Op write(Ops tf, Operand<T> matrix, Operand<T> rows) {
    int[] all = IntStream.range(0, (int) matrix.shape().get(0)).toArray();
    return tf.inplaceUpdate(matrix, tf.constant(all), rows);
  }
}
