package io.github.lmu4j.cells;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.Optional;
import org.tensorflow.types.family.TFloating;

/** One time step: an immutable configuration that builds a pure function. */
public interface Cell {

  /**
   * The states that the cell carries from step to step.
   *
   * @param inputSize size of the input's last axis
   * @return size of each state's last axis, in Keras' order
   */
  List<Integer> stateSizes(int inputSize);

  /**
   * The size of the output.
   *
   * @param inputSize size of the input's last axis
   * @return size of the output's last axis
   */
  int outputSize(int inputSize);

  /**
   * Tells whether the output depends on earlier steps. A cell for which it does not may be applied
   * to all steps at once.
   *
   * @return whether the states matter
   */
  boolean isRecurrent();

  /**
   * Adds the cell's weights to a graph.
   *
   * @param <T> dtype
   * @param weights scope of this cell
   * @param inputSize size of the input's last axis
   * @return the function of one step
   * @throws IllegalArgumentException if the configuration does not fit the input
   */
  <T extends TFloating> CellFunction<T> build(WeightScope<T> weights, int inputSize);

  /**
   * The activation of {@code h' = activation(x kernel + h recurrentKernel)}, for file formats that
   * know no other hidden cell.
   *
   * @return the activation, if the cell computes that, without bias and dropout
   */
  default Optional<Activation> plainElman() {
    return Optional.empty();
  }

  /**
   * This cell as a Legendre Memory Unit, for file formats that know no other cell.
   *
   * @return this, if it is one
   */
  default Optional<LmuCell> asLmu() {
    return Optional.empty();
  }
}
