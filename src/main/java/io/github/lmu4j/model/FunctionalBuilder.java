package io.github.lmu4j.model;

import io.github.lmu4j.layers.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * Wires layers as a graph.
 *
 * <pre>{@code
 * var builder = Model.functional();
 * Value x = builder.input("x", Shape.of(-1, 3));
 * Value left = builder.add(Dense.of(4), x);
 * Value right = builder.add(Dense.of(4), x);
 * Model model = builder.outputs(builder.add(new Add(), left, right)).build();
 * }</pre>
 */
public final class FunctionalBuilder {

  private final List<Input> inputs = new ArrayList<>();
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private List<Value> outputs = List.of();
  private String name = "model";

  FunctionalBuilder() {}

  /**
   * Names the model.
   *
   * @param value the name
   * @return this builder
   */
  public FunctionalBuilder name(String value) {
    name = value;
    return this;
  }

  /**
   * Adds an input; all inputs come before the first layer.
   *
   * @param inputName name, unique in the model
   * @param shape shape of one example, with -1 where a size is not fixed
   * @return the input's value
   * @throws IllegalStateException if a layer was added before
   */
  public Value input(String inputName, Shape shape) {
    if (!calls.isEmpty()) {
      throw new IllegalStateException("inputs must be added before layers (got " + inputName + ")");
    }
    inputs.add(new Input(inputName, shape));
    return new Value(inputs.size() - 1, 0);
  }

  /**
   * Adds a layer under the name that Keras would give it.
   *
   * @param layer the layer
   * @param on what it is applied to
   * @return its first output
   */
  public Value add(Layer layer, Value... on) {
    return add(freeName(layer.kerasName()), layer, on);
  }

  /**
   * Adds a layer.
   *
   * @param layerName name, unique in the model
   * @param layer the layer
   * @param on what it is applied to
   * @return its first output
   * @throws IllegalArgumentException if the name is taken by another layer
   */
  public Value add(String layerName, Layer layer, Value... on) {
    if (layers.putIfAbsent(layerName, layer) != null) {
      throw new IllegalArgumentException(
          "a layer's name must be unique in its model (got %s again)".formatted(layerName));
    }
    return call(layerName, on);
  }

  /**
   * Applies a layer once more, with the same weights.
   *
   * @param layerName name of a layer that was added
   * @param on what it is applied to
   * @return its first output
   * @throws IllegalArgumentException if there is no such layer
   */
  public Value call(String layerName, Value... on) {
    if (!layers.containsKey(layerName)) {
      throw new IllegalArgumentException("there is no layer %s".formatted(layerName));
    }
    calls.add(new Call(layerName, List.of(on)));
    return new Value(inputs.size() + calls.size() - 1, 0);
  }

  /**
   * Says what the model gives.
   *
   * @param values the outputs
   * @return this builder
   */
  public FunctionalBuilder outputs(Value... values) {
    outputs = List.of(values);
    return this;
  }

  /**
   * Ends the wiring.
   *
   * @return the model
   * @throws IllegalStateException if there is no input or no output
   */
  public Model build() {
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalStateException("a model needs at least one input and one output");
    }
    return new Model(name, inputs, layers, calls, outputs);
  }

  private String freeName(String kerasName) {
    String base = snakeCase(kerasName);
    String free = base;
    for (int i = 1; layers.containsKey(free); i++) {
      free = base + "_" + i;
    }
    return free;
  }

  /** Keras' rule: an underscore before each capital that begins a word. */
  static String snakeCase(String kerasName) {
    return kerasName
        .replaceAll("(.)([A-Z][a-z0-9]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
