package io.github.lmu4j.ops;

import io.github.lmu4j.testing.ScanCase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Every loop against its unrolled twin, by every method. */
class ScanTest {

  private static final ScanOptions PLAIN = ScanOptions.DEFAULT;

  private static final List<ScanMethod> METHODS =
      List.of(ScanMethod.STORE, ScanMethod.RECOMPUTE, ScanMethod.XLA);

  private static final boolean[][] GAPS = {
    {false, true, false, false, true, true, false},
    {true, true, true, true, true, true, true},
    {false, false, false, false, false, false, false}
  };

  /** s' = s + x, which is also the output. */
  private static Scan.Result<TFloat64> sum(
      Ops tf, List<Operand<TFloat64>> x, List<Operand<TFloat64>> s, List<Operand<TFloat64>> p) {
    Operand<TFloat64> sum = tf.math.add(s.get(0), x.get(0));
    return new Scan.Result<>(List.of(sum), List.of(sum));
  }

  /** h' = tanh(x W + h U + b), which is also the output. */
  private static Scan.Result<TFloat64> tanh(
      Ops tf, List<Operand<TFloat64>> x, List<Operand<TFloat64>> h, List<Operand<TFloat64>> p) {
    Operand<TFloat64> sum =
        tf.math.add(tf.linalg.matMul(x.get(0), p.get(0)), tf.linalg.matMul(h.get(0), p.get(1)));
    Operand<TFloat64> next = tf.math.tanh(tf.math.add(sum, p.get(2)));
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

  private static void equalsUnrolled(ScanCase... cases) {
    for (ScanMethod method : METHODS) {
      for (ScanCase one : cases) {
        one.withMethod(method).equalsUnrolled();
      }
    }
  }

  @Test
  void cumulativeSumEqualsUnrolled() {
    equalsUnrolled(sumCase(PLAIN), sumCase(PLAIN.withReverse(true)));
  }

  @Test
  void recurrentNetworkEqualsUnrolled() {
    equalsUnrolled(
        tanhCase(PLAIN),
        tanhCase(PLAIN.withReverse(true).withTimeMajor(true).withReturnSequences(false)));
  }

  @Test
  void severalInputsStatesAndOutputsEqualUnrolled() {
    equalsUnrolled(
        severalCase(PLAIN.withReverse(true)), severalCase(PLAIN.withReturnSequences(false)));
  }

  @Test
  void maskHoldsStatesAndOutputs() {
    equalsUnrolled(
        tanhCase(PLAIN).withMask(GAPS),
        tanhCase(PLAIN.withReverse(true).withTimeMajor(true)).withMask(GAPS),
        tanhCase(PLAIN.withReturnSequences(false)).withMask(GAPS));
  }

  @Test
  void maskCanMakeOutputsZero() {
    ScanOptions zero = PLAIN.withZeroOutputForMask(true);
    equalsUnrolled(
        tanhCase(zero).withMask(GAPS),
        tanhCase(zero.withReverse(true).withReturnSequences(false)).withMask(GAPS));
  }

  @Test
  void maskSelectsAmongValuesOfAnyRank() {
    boolean[][] mask = {
      {true, false, false, true, false, true}, {false, true, true, false, false, false}
    };
    equalsUnrolled(severalCase(PLAIN).withMask(mask));
  }

  @Test
  void gradientsEqualCentralDifferences() {
    for (ScanMethod method : METHODS) {
      tanhCase(PLAIN).withMethod(method).withMask(GAPS).equalsDifferences();
    }
    severalCase(PLAIN).equalsDifferences();
  }
}
