package io.github.lmu4j.ops;

import io.github.lmu4j.testing.ScanCase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class ScanTest {

  private static final ScanOptions PLAIN = ScanOptions.DEFAULT;

  /** s' = s + x, which is also the output. */
  private static Scan.Result<TFloat64> sum(
      Ops tf, List<Operand<TFloat64>> x, List<Operand<TFloat64>> s, List<Operand<TFloat64>> p) {
    Operand<TFloat64> sum = tf.math.add(s.get(0), x.get(0));
    return new Scan.Result<>(List.of(sum), List.of(sum));
  }

  /** h' = tanh(x W + h U + b), which is also the output. */
  private static Scan.Result<TFloat64> tanh(
      Ops tf, List<Operand<TFloat64>> x, List<Operand<TFloat64>> h, List<Operand<TFloat64>> p) {
    Operand<TFloat64> next =
        tf.math.tanh(
            tf.math.add(
                p.get(2),
                tf.math.add(
                    tf.linalg.matMul(x.get(0), p.get(0)), tf.linalg.matMul(h.get(0), p.get(1)))));
    return new Scan.Result<>(List.of(next), List.of(next));
  }

  /** Two inputs, two states of several ranks, three outputs of which one is an old state. */
  private static Scan.Result<TFloat64> several(
      Ops tf, List<Operand<TFloat64>> x, List<Operand<TFloat64>> s, List<Operand<TFloat64>> p) {
    Operand<TFloat64> gain = tf.math.sigmoid(tf.math.mul(x.get(0), p.get(0)));
    Operand<TFloat64> vector = tf.math.add(tf.math.mul(s.get(0), gain), x.get(0));
    Operand<TFloat64> matrix =
        tf.math.mul(
            tf.math.add(s.get(1), x.get(1)), tf.expandDims(tf.math.tanh(vector), tf.constant(2)));
    return new Scan.Result<>(
        List.of(s.get(0), matrix, tf.math.mul(vector, tf.constant(2.0))), List.of(vector, matrix));
  }

  private static ScanCase sumCase(ScanOptions options) {
    return new ScanCase(
        Scan.of(ScanTest::sum, options),
        List.of(Shape.of(2, 5, 3)),
        List.of(Shape.of(2, 3)),
        List.of(),
        Optional.empty());
  }

  private static ScanCase tanhCase(ScanOptions options) {
    return new ScanCase(
        Scan.of(ScanTest::tanh, options),
        List.of(options.timeMajor() ? Shape.of(7, 3, 2) : Shape.of(3, 7, 2)),
        List.of(Shape.of(3, 4)),
        List.of(Shape.of(2, 4), Shape.of(4, 4), Shape.of(4)),
        Optional.empty());
  }

  private static ScanCase severalCase(ScanOptions options) {
    return new ScanCase(
        Scan.of(ScanTest::several, options),
        List.of(Shape.of(2, 6, 3), Shape.of(2, 6, 3, 2)),
        List.of(Shape.of(2, 3), Shape.of(2, 3, 2)),
        List.of(Shape.of(3)),
        Optional.empty());
  }

  @Test
  void linearRecurrenceEqualsUnrolled() {
    sumCase(PLAIN).check();
    sumCase(PLAIN.withReverse(true)).check();
    sumCase(PLAIN.withReturnSequences(false)).check();
  }

  @Test
  void recurrentNetworkEqualsUnrolled() {
    tanhCase(PLAIN).check();
    tanhCase(PLAIN.withReverse(true)).check();
    tanhCase(PLAIN.withTimeMajor(true)).check();
    tanhCase(PLAIN.withTimeMajor(true).withReverse(true).withReturnSequences(false)).check();
  }

  @Test
  void severalInputsStatesAndOutputsEqualUnrolled() {
    severalCase(PLAIN).check();
    severalCase(PLAIN.withReturnSequences(false).withReverse(true)).check();
  }

  @Test
  void maskHoldsStatesAndOutputs() {
    boolean[][] gaps = {
      {false, true, false, false, true, true, false},
      {true, true, true, true, true, true, true},
      {false, false, false, false, false, false, false}
    };
    for (boolean zero : new boolean[] {false, true}) {
      ScanOptions options = PLAIN.withZeroOutputForMask(zero);
      tanhCase(options).withMask(gaps).check();
      tanhCase(options.withReverse(true)).withMask(gaps).check();
      tanhCase(options.withTimeMajor(true)).withMask(gaps).check();
      tanhCase(options.withReturnSequences(false)).withMask(gaps).check();
    }
    boolean[][] other = {
      {true, false, false, true, false, true}, {false, true, true, false, false, false}
    };
    severalCase(PLAIN).withMask(other).check();
    severalCase(PLAIN.withReverse(true)).withMask(other).check();
  }
}
