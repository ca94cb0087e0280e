package io.github.lmu4j.layers;

import io.github.lmu4j.cells.CellFunction;
import io.github.lmu4j.cells.DenseBuilder;
import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * An affine map of the last axis and an activation: {@code y = activation(x kernel + bias)}.
 *
 * <p>Shapes: x (batch, ..., n); y (batch, ..., units). Behind a memory without hidden cell the
 * kernel is multiplied into the memory's filter.
 *
 * @param cell the configuration, the same as for one time step
 */
public record Dense(DenseCell cell) implements Layer {

  /**
   * A linear map with Keras' defaults.
   *
   * @param units size of the output
   * @return the layer
   */
  public static Dense of(int units) {
    return of(units, Activation.LINEAR);
  }

  /**
   * A map with Keras' defaults.
   *
   * @param units size of the output
   * @param activation applied last
   * @return the layer
   */
  public static Dense of(int units, Activation activation) {
    return new Dense(DenseCell.of(units, activation));
  }

  /**
   * Begins a map with Keras' defaults.
   *
   * @param units size of the output
   * @return a builder
   */
  public static DenseBuilder<Dense> builder(int units) {
    return new DenseBuilder<>(units, Dense::new);
  }

  @Override
  public Optional<Dense> asDense() {
    return Optional.of(this);
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    CellFunction<T> function = cell.build(weights, Math.toIntExact(inputs.get(0).get(-1)));
    return LayerFunction.of(function::apply);
  }
}
