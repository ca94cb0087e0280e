package io.github.lmu4j.layers;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.FilterMethod;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.Optional;

/** Makes an {@link LmuFeedforward}. What is not said is as KerasLMU has it. */
public final class LmuFeedforwardBuilder {

  private final int memoryD;
  private final int order;
  private final double theta;
  private Optional<Cell> hiddenCell = Optional.empty();
  private boolean trainableTheta;
  private boolean inputToHidden;
  private Discretizer discretizer = Discretizer.ZOH;
  private Optional<WeightSpec> kernel = Optional.of(WeightSpec.of(VarianceScaling.glorotUniform()));
  private Optional<WeightSpec> bias = Optional.empty();
  private double dropout;
  private boolean returnSequences;
  private FilterMethod convMode = FilterMethod.AUTO;
  private double truncateIr = 1e-4;
  private Precision precision = Precision.EXACT;
  private Optional<DiscreteStateSpace> given = Optional.empty();

  LmuFeedforwardBuilder(int memoryD, int order, double theta) {
    this.memoryD = memoryD;
    this.order = order;
    this.theta = theta;
  }

  /**
   * Sets what sees the memory.
   *
   * @param cell nothing, if not set: the output is the memory
   * @return this builder
   */
  public LmuFeedforwardBuilder hiddenCell(Cell cell) {
    hiddenCell = Optional.of(cell);
    return this;
  }

  /**
   * Sets what sees the memory.
   *
   * @param layer a layer that is applied to every step by itself
   * @return this builder
   */
  public LmuFeedforwardBuilder hiddenLayer(Layer layer) {
    return hiddenCell(new MappedLayer(layer));
  }

  /**
   * Lets theta be learned; the number of steps must then be known when the layer is built. KerasLMU
   * has no such option.
   *
   * @return this builder
   */
  public LmuFeedforwardBuilder trainableTheta() {
    trainableTheta = true;
    return this;
  }

  /**
   * Lets the hidden cell see the input as well.
   *
   * @return this builder
   */
  public LmuFeedforwardBuilder inputToHidden() {
    inputToHidden = true;
    return this;
  }

  /**
   * Sets how the continuous system becomes steps.
   *
   * @param value zero-order hold, if not set
   * @return this builder
   */
  public LmuFeedforwardBuilder discretizer(Discretizer value) {
    discretizer = value;
    return this;
  }

  /**
   * Sets the kernel of the memory's input.
   *
   * @param spec how it begins and what holds it, empty for none; glorot_uniform, if not set
   * @return this builder
   */
  public LmuFeedforwardBuilder kernel(Optional<WeightSpec> spec) {
    kernel = spec;
    return this;
  }

  /**
   * Adds a bias to the memory's input.
   *
   * @param spec how it begins and what holds it; empty for none
   * @return this builder
   */
  public LmuFeedforwardBuilder bias(Optional<WeightSpec> spec) {
    bias = spec;
    return this;
  }

  /**
   * Adds a bias that begins with zeros to the memory's input.
   *
   * @return this builder
   */
  public LmuFeedforwardBuilder bias() {
    return bias(Optional.of(WeightSpec.of(new Zeros())));
  }

  /**
   * Sets dropout.
   *
   * @param rate part of the input that is dropped in training
   * @return this builder
   */
  public LmuFeedforwardBuilder dropout(double rate) {
    dropout = rate;
    return this;
  }

  /**
   * Returns the outputs of all steps.
   *
   * @return this builder
   */
  public LmuFeedforwardBuilder returnSequences() {
    returnSequences = true;
    return this;
  }

  /**
   * Sets how the memory is computed.
   *
   * @param method chosen by size, if not set
   * @return this builder
   */
  public LmuFeedforwardBuilder convMode(FilterMethod method) {
    convMode = method;
    return this;
  }

  /**
   * Sets how much of the impulse response's end may be left out by {@link FilterMethod#RAW}.
   *
   * @param fraction part of its sum; 1e-4, if not set
   * @return this builder
   */
  public LmuFeedforwardBuilder truncateIr(double fraction) {
    truncateIr = fraction;
    return this;
  }

  /**
   * Sets how exactly the system is discretized.
   *
   * @param value exactly, if not set
   * @return this builder
   */
  public LmuFeedforwardBuilder precision(Precision value) {
    precision = value;
    return this;
  }

  /**
   * Sets the memory's matrices by value.
   *
   * @param matrices A and B; theta and the discretizer then say nothing of them
   * @return this builder
   */
  public LmuFeedforwardBuilder given(DiscreteStateSpace matrices) {
    given = Optional.of(matrices);
    return this;
  }

  /**
   * Makes the layer.
   *
   * @return the layer
   * @throws IllegalArgumentException if a value is not allowed
   */
  public LmuFeedforward build() {
    return new LmuFeedforward(
        memoryD,
        order,
        theta,
        hiddenCell,
        trainableTheta,
        inputToHidden,
        discretizer,
        kernel,
        bias,
        dropout,
        returnSequences,
        convMode,
        truncateIr,
        precision,
        given);
  }
}
