package io.github.lmu4j.data;

import java.util.Arrays;

/**
 * Sequences of one value a step and, for every step, the value that comes some steps later.
 *
 * <pre>{@code
 * Forecasts data = Forecasts.of(series, 15); // target[t] = input[t + 15]
 * }</pre>
 */
public final class Forecasts {

  private final int steps;
  private final float[] inputs;
  private final float[] targets;

  private Forecasts(int steps, float[] inputs, float[] targets) {
    this.steps = steps;
    this.inputs = inputs;
    this.targets = targets;
  }

  /**
   * Pairs the values of series with later ones.
   *
   * @param series at least one, all of one length
   * @param ahead how many steps later the targets are, at least 1
   * @return sequences that are {@code ahead} steps shorter than the series
   * @throws IllegalArgumentException if there is no series, if their lengths differ, or if they are
   *     not longer than {@code ahead}
   */
  public static Forecasts of(double[][] series, int ahead) {
    if (series.length == 0) {
      throw new IllegalArgumentException("series must be at least one (got 0)");
    }
    if (ahead < 1) {
      throw new IllegalArgumentException("ahead must be at least 1 (got " + ahead + ")");
    }
    int steps = series[0].length - ahead;
    if (steps < 1) {
      throw new IllegalArgumentException(
          "series must have more than %d values (got %d)".formatted(ahead, series[0].length));
    }
    float[] inputs = new float[series.length * steps];
    float[] targets = new float[series.length * steps];
    for (int i = 0; i < series.length; i++) {
      if (series[i].length != steps + ahead) {
        throw new IllegalArgumentException(
            "series must all have %d values (got %d)".formatted(steps + ahead, series[i].length));
      }
      for (int t = 0; t < steps; t++) {
        inputs[i * steps + t] = (float) series[i][t];
        targets[i * steps + t] = (float) series[i][t + ahead];
      }
    }
    return new Forecasts(steps, inputs, targets);
  }

  /**
   * How many sequences there are.
   *
   * @return the count
   */
  public int count() {
    return inputs.length / steps;
  }

  /**
   * How many steps each sequence has.
   *
   * @return the steps
   */
  public int steps() {
    return steps;
  }

  /**
   * What is known, row-major.
   *
   * @return the array itself, not a copy, since it may be large; shape (count, steps)
   */
  public float[] inputs() {
    return inputs;
  }

  /**
   * What is to be foretold, row-major.
   *
   * @return the array itself, not a copy, since it may be large; shape (count, steps)
   */
  public float[] targets() {
    return targets;
  }

  /**
   * Cuts every sequence into pieces, one after the other; what remains at the end is left out.
   *
   * @param length steps of a piece, from 1 to those of a sequence
   * @return the pieces
   * @throws IllegalArgumentException if the length is out of range
   */
  public Forecasts pieces(int length) {
    if (length < 1 || length > steps) {
      throw new IllegalArgumentException(
          "length must lie in 1 to %d (got %d)".formatted(steps, length));
    }
    int kept = steps / length * length;
    float[] x = new float[count() * kept];
    float[] y = new float[count() * kept];
    for (int i = 0; i < count(); i++) {
      System.arraycopy(inputs, i * steps, x, i * kept, kept);
      System.arraycopy(targets, i * steps, y, i * kept, kept);
    }
    return new Forecasts(length, x, y);
  }

  /**
   * The error of predictions, as the benchmarks give it: the root of their mean squared error over
   * the root of the targets' mean square, so that predicting zero scores 1. Of centred targets the
   * latter is the standard deviation.
   *
   * @param predictions shape (count, steps), row-major
   * @return a share of the targets' size; 0 is perfect
   * @throws IllegalArgumentException if there are not as many predictions as targets
   */
  public double normalizedError(float[] predictions) {
    if (predictions.length != targets.length) {
      throw new IllegalArgumentException(
          "predictions must be %d (got %d)".formatted(targets.length, predictions.length));
    }
    double error = 0;
    double size = 0;
    for (int i = 0; i < targets.length; i++) {
      double difference = (double) predictions[i] - targets[i];
      error += difference * difference;
      size += (double) targets[i] * targets[i];
    }
    return Math.sqrt(error / size);
  }

  /**
   * Some of the sequences.
   *
   * @param from the first
   * @param to the first that is left out
   * @return a copy
   */
  public Forecasts part(int from, int to) {
    return new Forecasts(
        steps,
        Arrays.copyOfRange(inputs, from * steps, to * steps),
        Arrays.copyOfRange(targets, from * steps, to * steps));
  }
}
