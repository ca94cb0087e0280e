package io.github.lmu4j.spiking;

import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.ops.Constants;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TFloating;

/**
 * Decodes a value from the spikes of some steps that follow each other, with weights that learn in
 * these very steps, without a loop over them.
 *
 * <p>The neurons do not depend on the weights, and everything that does is linear in the errors.
 * With s_k the spikes of step k, a_k the low-passed activity and w the weights before the first
 * step, step k decodes
 *
 * <pre>{@code
 * y_k = w . s_k - factor * sum over j < k of e_j (a_j . s_k)
 * }</pre>
 *
 * <p>and the errors e_j are low-passed values of y before, less the targets: a system with a lower
 * triangular matrix, made of the products of all s with each other. Solving it gives what was
 * decoded in every step; the weights and the activity after the last step are one more product.
 *
 * <p>Units: spikes a step. So weights are those for spikes a second over dt, the activity is that
 * in spikes a second times dt.
 */
final class LearnedDecoder {

  private final int steps;
  private final double factor;

  /** How the activity of a step comes from the spikes up to it: L; and from activity before: p. */
  private final Matrix activityResponse;

  private final Matrix activityRemainder;

  /** The same of the synapse that filters what is decoded. */
  private final Matrix outputResponse;

  private final Matrix outputRemainder;

  /**
   * Prepares the constants.
   *
   * @param neurons how many
   * @param steps in one go
   */
  LearnedDecoder(DelayNetwork network, int neurons, int steps) {
    this.steps = steps;
    double dt = network.dt();
    Pes rule = network.rule();
    factor = rule.factor(dt, neurons) / (dt * dt);
    activityResponse = rule.synapse().response(steps, dt);
    activityRemainder = rule.synapse().remainder(steps, dt);
    outputResponse = network.synapse().response(steps, dt);
    outputRemainder = network.synapse().remainder(steps, dt);
  }

  /**
   * What is decoded, and the state after it.
   *
   * @param decoded shape (steps, 1)
   * @param state weights and activity, shape (2, neurons)
   * @param filtered the low-passed value after the last step, shape (1, 1)
   */
  record Result<T extends TFloating>(Operand<T> decoded, Operand<T> state, Operand<T> filtered) {}

  /**
   * Adds the steps to a graph.
   *
   * @param spikes shape (steps, neurons)
   * @param target shape (steps, 1)
   * @param learning 1 where a step learns, else 0, shape (1, steps)
   * @param state weights and activity before, shape (2, neurons)
   * @param filtered the low-passed value before, shape (1, 1)
   */
  <T extends TFloating> Result<T> advance(
      Ops tf,
      Operand<T> spikes,
      Operand<T> target,
      Operand<T> learning,
      Operand<T> state,
      Operand<T> filtered) {
    Class<T> type = spikes.type();
    Operand<T> all = tf.concat(List.of(state, spikes), tf.constant(0));
    // Of each step: w . s_k, a . s_k, and the products of its spikes with those of all steps.
    Operand<T> products = tf.linalg.matMul(spikes, all, MatMul.transposeB(true));
    Operand<T> plain = columns(tf, products, 0, 1);
    Operand<T> feedback =
        tf.math.mul(
            tf.math.mul(
                tf.linalg.matMul(columns(tf, products, 1, steps + 1), feedbackFactors(tf, type)),
                Constants.of(tf, type, earlier())),
            learning);
    // y = plain - feedback (decoded - target), decoded = shifted y + remainder filtered
    Operand<T> free = tf.math.add(plain, tf.linalg.matMul(feedback, target));
    Operand<T> shifted = Constants.of(tf, type, shifted(outputResponse));
    Operand<T> decoded =
        tf.linalg.triangularSolve(
            tf.math.add(
                tf.linalg.matMul(shifted, feedback),
                Constants.of(tf, type, Matrix.identity(steps))),
            tf.math.add(
                tf.linalg.matMul(shifted, free),
                tf.math.mul(Constants.of(tf, type, before(outputRemainder)), filtered)));
    Operand<T> y = tf.math.sub(free, tf.linalg.matMul(feedback, decoded));
    Operand<T> filteredAfter =
        tf.math.add(
            tf.linalg.matMul(Constants.of(tf, type, lastRow(outputResponse)), y),
            tf.math.mul(Constants.of(tf, type, outputRemainder.get(steps - 1, 0)), filtered));
    Operand<T> errors =
        tf.math.mul(
            learning, tf.reshape(tf.math.sub(decoded, target), tf.constant(new int[] {1, steps})));
    return new Result<>(decoded, tf.linalg.matMul(mixture(tf, errors), all), filteredAfter);
  }

  /** {@code factor [p^T; L^T]}: from products with activity before and with spikes. */
  private <T extends TFloating> Operand<T> feedbackFactors(Ops tf, Class<T> type) {
    double[] rows = new double[(steps + 1) * steps];
    System.arraycopy(activityRemainder.toArray(), 0, rows, 0, steps);
    System.arraycopy(activityResponse.transpose().toArray(), 0, rows, steps, steps * steps);
    return Constants.of(tf, type, Matrix.of(steps + 1, steps, rows).scale(factor));
  }

  /** How weights and activity after the steps come from those before and all spikes. */
  private <T extends TFloating> Operand<T> mixture(Ops tf, Operand<T> errors) {
    Class<T> type = errors.type();
    // By the errors: nothing of the weights, p of the activity, L of the spikes.
    double[] learned = new double[steps * (steps + 2)];
    double[] kept = new double[steps + 2];
    double[] active = new double[steps + 2];
    kept[0] = 1;
    active[1] = activityRemainder.get(steps - 1, 0);
    System.arraycopy(activityResponse.row(steps - 1), 0, active, 2, steps);
    for (int k = 0; k < steps; k++) {
      learned[k * (steps + 2) + 1] = activityRemainder.get(k, 0);
      System.arraycopy(activityResponse.row(k), 0, learned, k * (steps + 2) + 2, steps);
    }
    Operand<T> change =
        tf.linalg.matMul(
            errors, Constants.of(tf, type, Matrix.of(steps, steps + 2, learned).scale(-factor)));
    return tf.concat(
        List.of(
            tf.math.add(change, Constants.of(tf, type, Matrix.of(1, steps + 2, kept))),
            Constants.of(tf, type, Matrix.of(1, steps + 2, active))),
        tf.constant(0));
  }

  /** 1 where the column's step is before the row's. */
  private Matrix earlier() {
    double[] earlier = new double[steps * steps];
    for (int k = 0; k < steps; k++) {
      for (int j = 0; j < k; j++) {
        earlier[k * steps + j] = 1;
      }
    }
    return Matrix.of(steps, steps, earlier);
  }

  /** The rows one step later: what is decoded is what was filtered until the step before. */
  private Matrix shifted(Matrix response) {
    double[] rows = new double[steps * steps];
    System.arraycopy(response.toArray(), 0, rows, steps, (steps - 1) * steps);
    return Matrix.of(steps, steps, rows);
  }

  /** The remainder one step later: all of it in the first step. */
  private Matrix before(Matrix remainder) {
    double[] rows = new double[steps];
    rows[0] = 1;
    System.arraycopy(remainder.toArray(), 0, rows, 1, steps - 1);
    return Matrix.of(steps, 1, rows);
  }

  private Matrix lastRow(Matrix response) {
    return Matrix.of(1, steps, response.row(steps - 1));
  }

  private <T extends TFloating> Operand<T> columns(
      Ops tf, Operand<T> products, int first, int count) {
    return tf.slice(
        products, tf.constant(new int[] {0, first}), tf.constant(new int[] {steps, count}));
  }
}
