package io.github.lmu4j.cells;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.Constraint;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.Regularizer;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.Zeros;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a {@link DenseCell}, or a layer of one. What is not said is as Keras has it.
 *
 * @param <R> what is made
 */
public final class DenseBuilder<R> {

  private final int units;
  private final Function<DenseCell, R> result;
  private Activation activation = Activation.LINEAR;
  private boolean useBias = true;
  private Initializer kernelInitializer = VarianceScaling.glorotUniform();
  private Initializer biasInitializer = new Zeros();
  private Optional<Regularizer> kernelRegularizer = Optional.empty();
  private Optional<Regularizer> biasRegularizer = Optional.empty();
  private Optional<Constraint> kernelConstraint = Optional.empty();
  private Optional<Constraint> biasConstraint = Optional.empty();

  /**
   * Begins.
   *
   * @param units size of the output
   * @param result makes what is asked for of the cell
   */
  public DenseBuilder(int units, Function<DenseCell, R> result) {
    this.units = units;
    this.result = result;
  }

  /**
   * Sets what is applied last.
   *
   * @param value linear, if not set
   * @return this builder
   */
  public DenseBuilder<R> activation(Activation value) {
    activation = value;
    return this;
  }

  /**
   * Leaves out the bias.
   *
   * @return this builder
   */
  public DenseBuilder<R> withoutBias() {
    useBias = false;
    return this;
  }

  /**
   * Sets how the kernel begins.
   *
   * @param value glorot_uniform, if not set
   * @return this builder
   */
  public DenseBuilder<R> kernelInitializer(Initializer value) {
    kernelInitializer = value;
    return this;
  }

  /**
   * Sets how the bias begins.
   *
   * @param value zeros, if not set
   * @return this builder
   */
  public DenseBuilder<R> biasInitializer(Initializer value) {
    biasInitializer = value;
    return this;
  }

  /**
   * Sets the loss term of the kernel.
   *
   * @param value none, if not set
   * @return this builder
   */
  public DenseBuilder<R> kernelRegularizer(Regularizer value) {
    kernelRegularizer = Optional.of(value);
    return this;
  }

  /**
   * Sets the loss term of the bias.
   *
   * @param value none, if not set
   * @return this builder
   */
  public DenseBuilder<R> biasRegularizer(Regularizer value) {
    biasRegularizer = Optional.of(value);
    return this;
  }

  /**
   * Sets what holds the kernel.
   *
   * @param value none, if not set
   * @return this builder
   */
  public DenseBuilder<R> kernelConstraint(Constraint value) {
    kernelConstraint = Optional.of(value);
    return this;
  }

  /**
   * Sets what holds the bias.
   *
   * @param value none, if not set
   * @return this builder
   */
  public DenseBuilder<R> biasConstraint(Constraint value) {
    biasConstraint = Optional.of(value);
    return this;
  }

  /**
   * Makes it.
   *
   * @return a cell or a layer
   * @throws IllegalArgumentException if the arguments do not fit each other
   */
  public R build() {
    return result.apply(
        new DenseCell(
            units,
            activation,
            useBias,
            kernelInitializer,
            biasInitializer,
            kernelRegularizer,
            biasRegularizer,
            kernelConstraint,
            biasConstraint));
  }
}
