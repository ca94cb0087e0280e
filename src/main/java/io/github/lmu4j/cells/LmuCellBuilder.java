package io.github.lmu4j.cells;

import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Orthogonal;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.Optional;

/** Makes an {@link LmuCell}. What is not said is as KerasLMU has it. */
public final class LmuCellBuilder {

  private final int memoryD;
  private final int order;
  private final double theta;
  private Optional<Cell> hiddenCell = Optional.empty();
  private boolean trainableTheta;
  private boolean hiddenToMemory;
  private boolean memoryToMemory;
  private boolean inputToHidden;
  private Discretizer discretizer = Discretizer.ZOH;
  private Optional<WeightSpec> kernel = Optional.of(WeightSpec.of(VarianceScaling.glorotUniform()));
  private WeightSpec recurrentKernel = WeightSpec.of(new Orthogonal(1));
  private Optional<WeightSpec> bias = Optional.empty();
  private double dropout;
  private double recurrentDropout;
  private Precision precision = Precision.EXACT;
  private Optional<GivenSystem> given = Optional.empty();

  LmuCellBuilder(int memoryD, int order, double theta) {
    this.memoryD = memoryD;
    this.order = order;
    this.theta = theta;
  }

  /**
   * Sets the hidden cell.
   *
   * @param cell what sees the memory
   * @return this builder
   */
  public LmuCellBuilder hiddenCell(Cell cell) {
    hiddenCell = Optional.of(cell);
    return this;
  }

  /**
   * Lets theta be learned.
   *
   * @return this builder
   */
  public LmuCellBuilder trainableTheta() {
    trainableTheta = true;
    return this;
  }

  /**
   * Lets the hidden state feed the memory.
   *
   * @return this builder
   */
  public LmuCellBuilder hiddenToMemory() {
    hiddenToMemory = true;
    return this;
  }

  /**
   * Lets the memory feed itself.
   *
   * @return this builder
   */
  public LmuCellBuilder memoryToMemory() {
    memoryToMemory = true;
    return this;
  }

  /**
   * Lets the hidden cell see the input.
   *
   * @return this builder
   */
  public LmuCellBuilder inputToHidden() {
    inputToHidden = true;
    return this;
  }

  /**
   * Sets how the continuous system becomes steps.
   *
   * @param value zero-order hold or Euler
   * @return this builder
   */
  public LmuCellBuilder discretizer(Discretizer value) {
    discretizer = value;
    return this;
  }

  /**
   * Sets the kernel of the memory's input.
   *
   * @param spec how it begins and what holds it; empty for none
   * @return this builder
   */
  public LmuCellBuilder kernel(Optional<WeightSpec> spec) {
    kernel = spec;
    return this;
  }

  /**
   * Sets the kernel of the memory to itself.
   *
   * @param spec how it begins and what holds it
   * @return this builder
   */
  public LmuCellBuilder recurrentKernel(WeightSpec spec) {
    recurrentKernel = spec;
    return this;
  }

  /**
   * Adds a bias to the memory's input.
   *
   * @param spec how it begins and what holds it; empty for none
   * @return this builder
   */
  public LmuCellBuilder bias(Optional<WeightSpec> spec) {
    bias = spec;
    return this;
  }

  /**
   * Adds a bias that begins with zeros to the memory's input.
   *
   * @return this builder
   */
  public LmuCellBuilder bias() {
    return bias(Optional.of(WeightSpec.of(new Zeros())));
  }

  /**
   * Sets dropout.
   *
   * @param onInput part of [x, h] that is dropped in training
   * @param onMemory part of m that is dropped in training
   * @return this builder
   */
  public LmuCellBuilder dropout(double onInput, double onMemory) {
    dropout = onInput;
    recurrentDropout = onMemory;
    return this;
  }

  /**
   * Sets how exactly the system is discretized.
   *
   * @param value exactly, or as Keras does
   * @return this builder
   */
  public LmuCellBuilder precision(Precision value) {
    precision = value;
    return this;
  }

  /**
   * Sets the memory's matrices by value, and which of them are learned.
   *
   * @param system A and B; theta and the discretizer then say nothing of them
   * @return this builder
   */
  public LmuCellBuilder given(GivenSystem system) {
    given = Optional.of(system);
    return this;
  }

  /**
   * Lets the memory's matrices be learned; they begin with those of theta and discretizer.
   *
   * @param a whether A is learned
   * @param b whether B is learned
   * @return this builder
   */
  public LmuCellBuilder learningSystem(boolean a, boolean b) {
    return given(new GivenSystem(discretizer.discretize(order, theta), a, b));
  }

  /**
   * Ends the configuration.
   *
   * @return the cell
   * @throws IllegalArgumentException if a value is not allowed
   */
  public LmuCell build() {
    return new LmuCell(
        memoryD,
        order,
        theta,
        hiddenCell,
        trainableTheta,
        hiddenToMemory,
        memoryToMemory,
        inputToHidden,
        discretizer,
        kernel,
        recurrentKernel,
        bias,
        dropout,
        recurrentDropout,
        precision,
        given);
  }
}
