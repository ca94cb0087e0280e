package io.github.lmu4j.cells;

import io.github.lmu4j.ops.DropoutMask;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.Orthogonal;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * What the recurrent cells of Keras have in common: a kernel for the input, one for the state, a
 * bias, and dropout on both.
 *
 * @param kernel of the input, (inputSize, gates * units)
 * @param recurrentKernel of the state, (units, gates * units)
 * @param bias added to both products
 * @param useBias whether there is a bias
 * @param dropout part of the input that is dropped in training, the same part at every step
 * @param recurrentDropout part of the state that is dropped in training, the same part at every
 *     step
 */
public record RecurrentWeights(
    WeightSpec kernel,
    WeightSpec recurrentKernel,
    WeightSpec bias,
    boolean useBias,
    double dropout,
    double recurrentDropout) {

  /** Keras' defaults: Glorot uniform, orthogonal, a bias that begins with zeros, no dropout. */
  public static final RecurrentWeights DEFAULT =
      new RecurrentWeights(
          WeightSpec.of(VarianceScaling.glorotUniform()),
          WeightSpec.of(new Orthogonal(1)),
          WeightSpec.of(new Zeros()),
          true,
          0,
          0);

  /** Checks the rates. */
  public RecurrentWeights {
    DropoutMask.requireRate("dropout", dropout);
    DropoutMask.requireRate("recurrent_dropout", recurrentDropout);
  }

  /**
   * The same without a bias.
   *
   * @return weights
   */
  public RecurrentWeights withoutBias() {
    return new RecurrentWeights(kernel, recurrentKernel, bias, false, dropout, recurrentDropout);
  }

  /**
   * The same with dropout.
   *
   * @param onInput part of the input that is dropped
   * @param onState part of the state that is dropped
   * @return weights
   */
  public RecurrentWeights withDropout(double onInput, double onState) {
    return new RecurrentWeights(kernel, recurrentKernel, bias, useBias, onInput, onState);
  }

  /** Whether they are the two kernels alone. */
  boolean arePlain() {
    return !useBias && dropout == 0 && recurrentDropout == 0;
  }

  /** Adds the weights to a graph. */
  <T extends TFloating> RecurrentParameters<T> build(
      WeightScope<T> weights,
      int inputSize,
      int units,
      int gates,
      Shape biasShape,
      Initializer biasInitializer) {
    return new RecurrentParameters<>(
        this,
        weights.type(),
        weights.seed(),
        inputSize,
        units,
        weights.add("kernel", Shape.of(inputSize, (long) gates * units), kernel),
        weights.add("recurrent_kernel", Shape.of(units, (long) gates * units), recurrentKernel),
        useBias
            ? java.util.Optional.of(
                weights.add("bias", biasShape, bias.initializedBy(biasInitializer)))
            : java.util.Optional.empty());
  }

  /** Checks a number of units. */
  static void requireUnits(int units) {
    if (units < 1) {
      throw new IllegalArgumentException("units must be at least 1 (got %d)".formatted(units));
    }
  }
}
