package io.github.lmu4j.testing;

import io.github.lmu4j.ops.Scan;
import io.github.lmu4j.ops.ScanMethod;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
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

  /** The arguments in a graph. */
  private final class Operands {
    private final Ops tf;
    private final List<Operand<TFloat64>> x;
    private final List<Operand<TFloat64>> s;
    private final List<Operand<TFloat64>> p;
    private final Optional<Operand<TBool>> m;

    private Operands(RandomArguments<TFloat64> arguments, boolean sizesKnown) {
      tf = arguments.tf();
      x = inputs.stream().map(shape -> arguments.add(1, sizesKnown ? 0 : 2, shape)).toList();
      s = states.stream().map(shape -> arguments.add(1, sizesKnown ? 0 : 1, shape)).toList();
      p = parameters.stream().map(shape -> arguments.add(0.6, 0, shape)).toList();
      m = mask.map(this::maskOperand);
    }

    private Operand<TBool> maskOperand(boolean[][] values) {
      Operand<TBool> batchMajor = tf.constant(values);
      return scan.options().timeMajor()
          ? tf.linalg.transpose(batchMajor, tf.constant(new int[] {1, 0}))
          : batchMajor;
    }

    private Operand<TFloat64> loop() {
      return Twins.flat(tf, scan.run(tf, x, s, p, m));
    }

    private Operand<TFloat64> unrolled() {
      int length = (int) inputs.get(0).get(scan.options().timeMajor() ? 0 : 1);
      return Twins.flat(tf, UnrolledScan.run(tf, scan, length, x, s, p, m));
    }
  }

  /** Compares all results and all gradients, with sizes known before the run and without. */
  public void equalsUnrolled() {
    for (boolean sizesKnown : new boolean[] {true, false}) {
      try (Graph graph = new Graph();
          Session session = new Session(graph);
          var arguments = new RandomArguments<>(Ops.create(graph), TFloat64.class)) {
        Operands operands = new Operands(arguments, sizesKnown);
        new Twins(session, arguments.feeds())
            .agree(arguments.all(), operands.loop(), operands.unrolled(), 1e-12, scan.options());
      }
    }
  }

  /** Compares all gradients with central differences. */
  public void equalsDifferences() {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        var arguments = new RandomArguments<>(Ops.create(graph), TFloat64.class)) {
      Operand<TFloat64> loop = new Operands(arguments, false).loop();
      Gradients.check(session, arguments.feeds(), loop, arguments.all());
    }
  }
}
