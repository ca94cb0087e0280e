package io.github.lmu4j.layers;

import io.github.lmu4j.weights.WeightScope;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A part of a model: an immutable configuration that builds a pure function.
 *
 * <p>The plain TensorFlow way, on a graph of one's own:
 *
 * <pre>{@code
 * var weights = WeightScope.of(graph, TFloat32.class, seed);
 * var dense = Dense.of(10).build(weights.child("dense"), x.shape());
 * Operand<TFloat32> y = dense.apply(tf, x, Pass.inference());
 * }</pre>
 */
public interface Layer {

  /**
   * Adds the layer's weights to a graph.
   *
   * @param <T> dtype
   * @param weights scope of this layer
   * @param inputs one shape an input, batch first, with -1 where a size is not known before the run
   * @return the layer's function
   * @throws IllegalArgumentException if the configuration does not fit the inputs
   */
  <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs);

  /**
   * Adds the weights of a layer with one input to a graph.
   *
   * @param <T> dtype
   * @param weights scope of this layer
   * @param input shape of the input, batch first, with -1 where a size is not known before the run
   * @return the layer's function
   * @throws IllegalArgumentException if the configuration does not fit the input
   */
  default <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, Shape input) {
    return build(weights, List.of(input));
  }

  /**
   * The name of the layer's class in Keras, which default names of layers and {@code summary()}
   * show.
   *
   * @return such as {@code LMUFeedforward}
   */
  default String kerasName() {
    return getClass().getSimpleName();
  }

  /**
   * This layer as an LMU, for file formats that know no other recurrent layer.
   *
   * @return the LMU, if the layer steps one forwards through a sequence, from an empty memory, and
   *     does nothing else
   */
  default Optional<Lmu> asLmu() {
    return Optional.empty();
  }

  /**
   * This layer as a memory that nothing is around, {@code m' = A m + B x}, for file formats that
   * know no other parallel layer.
   *
   * @return this, if it is one: without kernel, bias, hidden cell, dropout and trained theta, and
   *     its output is m alone
   */
  default Optional<LmuFeedforward> asMemory() {
    return Optional.empty();
  }

  /**
   * This layer as an affine map, for file formats that know no other layer behind a network.
   *
   * @return this, if it is one
   */
  default Optional<Dense> asDense() {
    return Optional.empty();
  }
}
