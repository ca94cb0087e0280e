package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Computes the exponential of a square matrix with TensorFlow operations, by Pade approximation,
 * scaling and squaring.
 *
 * <p>{@code exp(M) = r(M / 2^s)^(2^s)}. The degree of r (3, 5 or 7 in float32; 3, 5, 7, 9 or 13 in
 * float64) and the number s of squarings follow from the 1-norm of M when the operations run. The
 * exponential of a matrix that is not finite is NaN.
 *
 * <p>It has no gradient: {@link ZeroOrderHold} gives it the one that is needed there.
 *
 * @see <a href="https://doi.org/10.1137/04061101X">Higham 2005, The scaling and squaring method for
 *     the matrix exponential revisited</a>
 */
public final class MatrixExponentialOp {

  /** The 1-norms from which the next degree is needed, then the one to scale to (Higham 2005). */
  private static final double[] NORMS_32 = {
    4.258730016922831e-1, 1.880152677804762, 3.925724783138660
  };

  private static final double[] NORMS_64 = {
    1.495585217958292e-2,
    2.539398330063230e-1,
    9.504178996162932e-1,
    2.097847961257068,
    5.371920351148152
  };

  private static final int[] DEGREES = {3, 5, 7, 9, 13};

  private static final int COEFFICIENTS = 14;

  private static final String MATRIX = "matrix";

  private MatrixExponentialOp() {}

  /**
   * Computes the exponential.
   *
   * @param <T> dtype, float32 or float64
   * @param tf operations of a graph or of an eager session
   * @param matrix the exponent M, shape (n, n) with n known
   * @param precision {@code EXACT}: as exactly as the dtype allows; {@code KERAS}: as {@code
   *     tf.linalg.expm}, which scales less than the approximant needs, and squares with the
   *     rounding errors of the identity
   * @return shape (n, n)
   * @throws IllegalArgumentException if M is not known to be square
   */
  public static <T extends TFloating> Operand<T> of(
      Ops tf, Operand<T> matrix, Precision precision) {
    Shape shape = matrix.shape();
    if (shape.numDimensions() != 2 || shape.get(0) < 1 || shape.get(0) != shape.get(1)) {
      throw new IllegalArgumentException(
          "the exponent must be a square matrix of known size (got shape " + shape + ")");
    }
    int n = (int) shape.get(0);
    Ops scope = tf.withSubScope("expm");
    // A batch of one, as in tf.linalg.expm: products of batches round otherwise.
    Operand<T> batch = scope.reshape(matrix, scope.constant(new int[] {1, n, n}));
    return scope.reshape(
        exponential(scope, matrix.type(), batch, precision), scope.constant(new int[] {n, n}));
  }

  private static <T extends TFloating> Operand<T> exponential(
      Ops tf, Class<T> type, Operand<T> matrix, Precision precision) {
    double[] norms = type == TFloat32.class ? NORMS_32 : NORMS_64;
    int last = norms.length - 1;
    Operand<T> norm =
        tf.reduceMax(tf.sum(tf.math.abs(matrix), tf.constant(1)), tf.constant(new int[] {0, 1}));
    Operand<TBool> finite = tf.math.isFinite(norm);
    Operand<T> zero = Constants.of(tf, type, 0);

    // log2 as tf.linalg.expm takes it; rounding decides at the powers of two.
    Operand<T> doublings =
        tf.math.floor(
            tf.math.div(
                tf.math.log(tf.math.div(norm, Constants.of(tf, type, norms[last]))),
                tf.math.log(Constants.of(tf, type, 2))));
    if (precision == Precision.EXACT) {
      doublings = tf.math.add(doublings, Constants.of(tf, type, 1));
    }
    // MatrixSolve refuses matrices that are not finite; NaN is put in at the end.
    Operand<T> squarings = tf.select(finite, tf.math.maximum(doublings, zero), zero);
    Operand<T> scaled = tf.math.div(matrix, tf.math.pow(Constants.of(tf, type, 2), squarings));
    Operand<T> x = tf.select(finite, scaled, zero);

    Operand<TInt32> degree =
        tf.sum(
            tf.dtypes.cast(
                tf.math.greaterEqual(
                    norm, Constants.of(tf, type, Shape.of(last), Arrays.copyOf(norms, last))),
                TInt32.class),
            tf.constant(0));
    Quotient<T> r = approximant(tf, type, x, coefficients(tf, type, degree, norms.length));
    Operand<T> result;
    if (precision == Precision.KERAS) {
      result =
          squared(
              tf,
              solve(tf, tf.math.sub(r.even, r.odd), tf.math.add(r.odd, r.even)),
              squarings,
              (ops, e) -> multiply(ops, e, e));
    } else {
      // E = r - I, squared as 2 E + E^2: the ones on the diagonal would hide its digits.
      Operand<T> e =
          squared(
              tf,
              solve(tf, tf.math.sub(r.even, r.odd), tf.math.add(r.odd, r.odd)),
              squarings,
              (ops, m) -> ops.math.add(ops.math.add(m, m), multiply(ops, m, m)));
      result = tf.math.add(e, identity(tf, type, x));
    }
    return tf.select(finite, result, Constants.of(tf, type, Double.NaN));
  }

  /** r = (even + odd) / (even - odd). */
  private record Quotient<T extends TFloating>(Operand<T> odd, Operand<T> even) {}

  /** The parts of the approximant by Higham's equation 2.9, of which lower degrees use a part. */
  private static <T extends TFloating> Quotient<T> approximant(
      Ops tf, Class<T> type, Operand<T> x, List<Operand<T>> b) {
    Operand<T> x2 = multiply(tf, x, x);
    Operand<T> x4 = multiply(tf, x2, x2);
    Operand<T> x6 = multiply(tf, x4, x2);
    List<Operand<T>> powers = List.of(identity(tf, type, x), x2, x4, x6);
    return new Quotient<>(
        multiply(tf, x, polynomial(tf, powers, b, 1)), polynomial(tf, powers, b, 0));
  }

  /** Sums up {@code b_k x^k}, highest first, over k = first, first + 2, .., times x^-first. */
  private static <T extends TFloating> Operand<T> polynomial(
      Ops tf, List<Operand<T>> powers, List<Operand<T>> b, int first) {
    List<Operand<T>> terms = new ArrayList<>();
    if (powers.get(0).type() == TFloat64.class) {
      List<Operand<T>> beyond = new ArrayList<>();
      for (int i = 3; i > 0; i--) {
        beyond.add(tf.math.mul(b.get(6 + first + 2 * i), powers.get(i)));
      }
      terms.add(multiply(tf, powers.get(3), sum(tf, beyond)));
    }
    for (int i = 3; i >= 0; i--) {
      terms.add(tf.math.mul(b.get(first + 2 * i), powers.get(i)));
    }
    return sum(tf, terms);
  }

  private static <T extends TFloating> Operand<T> sum(Ops tf, List<Operand<T>> summands) {
    return summands.stream().reduce(tf.math::add).orElseThrow();
  }

  /** One scalar for each power of x, zero beyond the degree. */
  private static <T extends TFloating> List<Operand<T>> coefficients(
      Ops tf, Class<T> type, Operand<TInt32> degree, int degrees) {
    double[] table = new double[degrees * COEFFICIENTS];
    for (int row = 0; row < degrees; row++) {
      // b_k = (2m - k)! / ((m - k)! k!), all exact in double
      int m = DEGREES[row];
      double b = 1;
      for (int k = m; k >= 0; k--) {
        table[row * COEFFICIENTS + k] = b;
        b = b * (2 * m - k + 1) * k / (m - k + 1);
      }
    }
    Operand<T> row =
        tf.gather(
            Constants.of(tf, type, Shape.of(degrees, COEFFICIENTS), table), degree, tf.constant(0));
    return new ArrayList<>(tf.unstack(row, (long) COEFFICIENTS).output());
  }

  private static <T extends TFloating> Operand<T> identity(Ops tf, Class<T> type, Operand<T> x) {
    int n = (int) x.shape().get(-1);
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return tf.linalg.matrixDiag(
        Constants.of(tf, type, Shape.of(n), ones),
        tf.constant(0),
        tf.constant(-1),
        tf.constant(-1),
        Constants.of(tf, type, 0));
  }

  /** Applies a squaring as often as a scalar says. */
  private static <T extends TFloating> Operand<T> squared(
      Ops tf,
      Operand<T> matrix,
      Operand<T> squarings,
      BiFunction<Ops, Operand<T>, Operand<T>> square) {
    Operand<TInt32> count = tf.dtypes.cast(squarings, TInt32.class);
    if (tf.scope().env() instanceof Graph graph) {
      Roles<Slot> slots = new Roles<Slot>().put(MATRIX, List.of(Slot.of(matrix)));
      WhileLoop loop =
          new WhileLoop(
              graph,
              "squaring",
              slots,
              true,
              (ops, time, length, variables) ->
                  new Roles<Operand<?>>()
                      .put(
                          MATRIX,
                          List.of(square.apply(ops, variables.<T>operands(MATRIX).get(0)))));
      Roles<Operand<?>> initial = new Roles<Operand<?>>().put(MATRIX, List.of(matrix));
      Operand<TInt32> rounds = tf.reshape(count, tf.constant(new int[] {1}));
      return loop.results(loop.emit(tf, rounds, initial)).<T>operands(MATRIX).get(0);
    }
    Operand<T> result = matrix;
    for (int i = count.asTensor().getInt(); i > 0; i--) {
      result = square.apply(tf, result);
    }
    return result;
  }

  private static <T extends TFloating> Operand<T> multiply(
      Ops tf, Operand<T> left, Operand<T> right) {
    return tf.scope()
        .opBuilder("BatchMatMulV2", "multiply")
        .addInput(left.asOutput())
        .addInput(right.asOutput())
        .build()
        .output(0);
  }

  private static <T extends TFloating> Operand<T> solve(
      Ops tf, Operand<T> matrix, Operand<T> right) {
    return tf.scope()
        .opBuilder("MatrixSolve", "solve")
        .addInput(matrix.asOutput())
        .addInput(right.asOutput())
        .build()
        .output(0);
  }
}
