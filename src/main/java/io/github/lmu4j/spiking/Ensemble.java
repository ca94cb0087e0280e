package io.github.lmu4j.spiking;

import io.github.lmu4j.data.NumpyRandomState;
import io.github.lmu4j.weights.Array;
import org.tensorflow.ndarray.Shape;

/**
 * Holds what tells the neurons of a population apart: neuron i has the current {@code J_i = bias_i
 * + gain_i (encoder_i . x)} for the value x that the population represents.
 *
 * @param encoders the direction that each neuron prefers, of unit length, shape (neurons,
 *     dimensions)
 * @param gain shape (neurons)
 * @param bias shape (neurons)
 * @param voltage before the first step, 0 to 1, shape (neurons)
 */
public record Ensemble(Array encoders, Array gain, Array bias, Array voltage) {

  private static final double LEAST_RATE = 200;
  private static final double MOST_RATE = 400;
  private static final double LEAST_INTERCEPT = -1;
  private static final double MOST_INTERCEPT = 0.9;

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if they do not fit each other, or a number is not finite
   */
  public Ensemble {
    if (encoders.shape().numDimensions() != 2 || encoders.size() == 0) {
      throw new IllegalArgumentException(
          "encoders must have shape (neurons, dimensions) (got %s)".formatted(encoders.shape()));
    }
    requireFinite("encoders", encoders);
    long neurons = encoders.shape().get(0);
    requireOneEach("gain", gain, neurons);
    requireOneEach("bias", bias, neurons);
    requireOneEach("voltage", voltage, neurons);
  }

  /**
   * Draws a population as Nengo does by default: directions scattered evenly over the sphere, rates
   * at the preferred direction uniform in 200 to 400 spikes a second, intercepts (where a neuron
   * begins to fire) uniform in -1 to 0.9, voltages uniform in 0 to 1.
   *
   * <p>Of the rate r and the intercept c come {@code gain = r / (1 - c)} and {@code bias = -c
   * gain}.
   *
   * @param neurons how many, at least 1
   * @param dimensions of the value that is represented, at least 1
   * @param seed of {@link NumpyRandomState}
   * @return a population; float64
   * @throws IllegalArgumentException if a number is below 1 or the seed out of range
   */
  public static Ensemble random(int neurons, int dimensions, long seed) {
    if (neurons < 1) {
      throw new IllegalArgumentException("neurons must be at least 1 (got " + neurons + ")");
    }
    if (dimensions < 1) {
      throw new IllegalArgumentException("dimensions must be at least 1 (got " + dimensions + ")");
    }
    NumpyRandomState random = new NumpyRandomState(seed);
    double[] encoders = ScatteredSphere.points(neurons, dimensions, random);
    double[] gain = new double[neurons];
    double[] bias = new double[neurons];
    double[] voltage = new double[neurons];
    for (int i = 0; i < neurons; i++) {
      double rate = uniform(random, LEAST_RATE, MOST_RATE);
      double intercept = uniform(random, LEAST_INTERCEPT, MOST_INTERCEPT);
      gain[i] = rate / (1 - intercept);
      bias[i] = -intercept * gain[i];
      voltage[i] = random.randomSample();
    }
    return new Ensemble(
        Array.of(Shape.of(neurons, dimensions), encoders),
        Array.of(Shape.of(neurons), gain),
        Array.of(Shape.of(neurons), bias),
        Array.of(Shape.of(neurons), voltage));
  }

  /** {@return the number of neurons} */
  public int neurons() {
    return Math.toIntExact(encoders.shape().get(0));
  }

  /** {@return the number of dimensions of the value that is represented} */
  public int dimensions() {
    return Math.toIntExact(encoders.shape().get(1));
  }

  private static double uniform(NumpyRandomState random, double least, double most) {
    return least + (most - least) * random.randomSample();
  }

  private static void requireOneEach(String name, Array values, long neurons) {
    if (!values.shape().equals(Shape.of(neurons))) {
      throw new IllegalArgumentException(
          "%s must have shape %s, one value for each encoder (got %s)"
              .formatted(name, Shape.of(neurons), values.shape()));
    }
    requireFinite(name, values);
  }

  static void requireFinite(String name, Array values) {
    double[] numbers = values.toDoubles();
    for (int i = 0; i < numbers.length; i++) {
      if (!Double.isFinite(numbers[i])) {
        throw new IllegalArgumentException(
            "%s must be finite (got %s at position %d)".formatted(name, numbers[i], i));
      }
    }
  }
}
