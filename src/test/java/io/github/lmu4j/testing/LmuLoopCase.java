package io.github.lmu4j.testing;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.LmuLoop;
import io.github.lmu4j.ops.LmuLoopWeights;
import io.github.lmu4j.ops.MemorySystem;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.ops.Scan;
import io.github.lmu4j.ops.ScanMethod;
import io.github.lmu4j.ops.ScanOptions;
import io.github.lmu4j.ops.ScanResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * An LMU with random weights, by {@link LmuLoop} and step by step.
 *
 * @param inputs how many inputs are encoded; 0 if they are added to the memory's signals as they
 *     are
 * @param seen whether the hidden state sees the inputs
 * @param feedsHidden whether the hidden state feeds the memory
 * @param feedsMemory whether the memory feeds itself
 * @param sequences whether all hidden states are returned
 */
public record LmuLoopCase(
    int batch,
    int time,
    int channels,
    int order,
    int units,
    int inputs,
    boolean seen,
    boolean feedsHidden,
    boolean feedsMemory,
    boolean bias,
    Activation activation,
    boolean sequences) {

  private <T extends TFloating> LmuLoopWeights<T> weights(RandomArguments<T> arguments) {
    int memorySize = channels * order;
    double scale = 1 / Math.sqrt(units);
    return new LmuLoopWeights<>(
        optional(arguments, inputs > 0, 0.5, inputs, channels),
        optional(arguments, feedsHidden, 0.3 * scale, units, channels),
        optional(arguments, feedsMemory, 0.1, memorySize, channels),
        arguments.add(0.5 * scale, 0, Shape.of(memorySize, units)),
        optional(arguments, seen, 0.5, columns(), units),
        arguments.add(0.7 * scale, 0, Shape.of(units, units)),
        optional(arguments, bias, 0.2, channels),
        optional(arguments, bias, 0.2, units));
  }

  private int columns() {
    return inputs > 0 ? inputs : channels;
  }

  private static <T extends TFloating> Optional<Operand<T>> optional(
      RandomArguments<T> arguments, boolean wanted, double scale, long... shape) {
    return wanted ? Optional.of(arguments.add(scale, 0, Shape.of(shape))) : Optional.empty();
  }

  private MemorySystem system() {
    return MemorySystem.of(order, 20, Discretizer.ZOH, Precision.EXACT, TFloat64.class);
  }

  private <T extends TFloating> ScanResult<T> stepByStep(
      Ops graph, LmuLoopWeights<T> w, Operand<T> input, List<Operand<T>> states) {
    List<Operand<T>> parameters = new ArrayList<>(List.of(w.memoryToHidden(), w.hiddenToHidden()));
    for (var weight :
        List.of(
            w.inputToMemory(),
            w.hiddenToMemory(),
            w.memoryToMemory(),
            w.inputToHidden(),
            w.memoryBias(),
            w.bias())) {
      weight.ifPresent(parameters::add);
    }
    Scan<T> scan =
        Scan.of(
            this::step,
            ScanOptions.DEFAULT.withMethod(ScanMethod.STORE).withReturnSequences(sequences));
    return scan.run(graph, List.of(input), states, parameters);
  }

  private <T extends TFloating> Scan.Result<T> step(
      Ops tf, List<Operand<T>> x, List<Operand<T>> s, List<Operand<T>> p) {
    int next = 2;
    Operand<T> u = x.get(0);
    if (inputs > 0) {
      u = tf.linalg.matMul(u, p.get(next++));
    }
    if (feedsHidden) {
      u = tf.math.add(u, tf.linalg.matMul(s.get(1), p.get(next++)));
    }
    if (feedsMemory) {
      u = tf.math.add(u, tf.linalg.matMul(s.get(0), p.get(next++)));
    }
    int seenAt = next;
    int biasAt = next + (seen ? 1 : 0);
    Operand<T> m = advanced(tf, s.get(0), bias ? tf.math.add(u, p.get(biasAt)) : u);
    Operand<T> sum =
        tf.math.add(tf.linalg.matMul(m, p.get(0)), tf.linalg.matMul(s.get(1), p.get(1)));
    if (seen) {
      sum = tf.math.add(sum, tf.linalg.matMul(x.get(0), p.get(seenAt)));
    }
    Operand<T> h = activation.apply(tf, bias ? tf.math.add(sum, p.get(biasAt + 1)) : sum);
    return new Scan.Result<>(List.of(h), List.of(m, h));
  }

  private <T extends TFloating> Operand<T> advanced(Ops tf, Operand<T> memory, Operand<T> u) {
    Operand<T> a = Constants.of(tf, memory.type(), system().stateSpace().a().transpose());
    Operand<T> b = Constants.of(tf, memory.type(), system().stateSpace().b().transpose());
    Operand<T> rows = tf.reshape(memory, tf.constant(new int[] {-1, order}));
    Operand<T> signals = tf.reshape(u, tf.constant(new int[] {-1, 1}));
    Operand<T> next = tf.math.add(tf.linalg.matMul(rows, a), tf.linalg.matMul(signals, b));
    return tf.reshape(next, tf.constant(new int[] {-1, channels * order}));
  }

  /**
   * Compares all results and all gradients, relative to the largest value of each.
   *
   * @param steps of a block
   * @param parts of the batch
   * @param sizesKnown whether batch and time are known before the run
   */
  public <T extends TFloating> void agrees(
      Class<T> type, int steps, int parts, boolean sizesKnown, double tolerance) {
    LmuLoop loop = new LmuLoop(system(), activation, steps, parts, false);
    agrees(type, loop, sizesKnown, 1, tolerance);
  }

  /**
   * The same for inputs and a memory of another size.
   *
   * @param size their standard deviation
   */
  public <T extends TFloating> void agreesFor(
      Class<T> type, double size, int steps, double tolerance) {
    agrees(type, new LmuLoop(system(), activation, steps, 1, false), true, size, tolerance);
  }

  /**
   * Compares a loop that XLA compiles with the steps one by one: results and gradients.
   *
   * @param steps of a block
   */
  public <T extends TFloating> void agreesCompiled(Class<T> type, int steps, double tolerance) {
    agrees(type, new LmuLoop(system(), activation, steps, 1, true), true, 1, tolerance);
  }

  private <T extends TFloating> void agrees(
      Class<T> type, LmuLoop loop, boolean sizesKnown, double size, double tolerance) {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        RandomArguments<T> arguments = new RandomArguments<>(Ops.create(graph), type)) {
      Ops tf = arguments.tf();
      int unknown = sizesKnown ? 0 : 1;
      Operand<T> input = arguments.add(size, 2 * unknown, Shape.of(batch, time, columns()));
      Operand<T> memory = arguments.add(size, unknown, Shape.of(batch, (long) channels * order));
      Operand<T> hidden = arguments.add(1, unknown, Shape.of(batch, units));
      LmuLoopWeights<T> weights = weights(arguments);
      ScanResult<T> fast = loop.run(tf, weights, input, memory, hidden, sequences);
      ScanResult<T> plain = stepByStep(tf, weights, input, List.of(memory, hidden));
      new Twins(session, arguments.feeds())
          .agree(arguments.all(), Twins.flat(tf, fast), Twins.flat(tf, plain), tolerance, this);
    }
  }
}
