package io.github.lmu4j.model;

import io.github.lmu4j.layers.Layer;
import org.tensorflow.ndarray.Shape;

/** Wires layers as a chain. */
public final class SequentialBuilder {

  private final FunctionalBuilder builder = new FunctionalBuilder().name("sequential");
  private Value last;

  SequentialBuilder(Shape input) {
    last = builder.input("input", input);
  }

  /**
   * Names the model.
   *
   * @param value the name
   * @return this builder
   */
  public SequentialBuilder name(String value) {
    builder.name(value);
    return this;
  }

  /**
   * Adds a layer behind the last one, under the name that Keras would give it.
   *
   * @param layer the layer
   * @return this builder
   */
  public SequentialBuilder add(Layer layer) {
    last = builder.add(layer, last);
    return this;
  }

  /**
   * Adds a layer behind the last one.
   *
   * @param name name, unique in the model
   * @param layer the layer
   * @return this builder
   */
  public SequentialBuilder add(String name, Layer layer) {
    last = builder.add(name, layer, last);
    return this;
  }

  /**
   * Ends the chain.
   *
   * @return the model, whose output is the last layer's first output
   */
  public Model build() {
    return builder.outputs(last).build();
  }
}
