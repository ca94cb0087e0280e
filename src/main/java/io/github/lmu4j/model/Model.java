package io.github.lmu4j.model;

import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.LayerFunction;
import io.github.lmu4j.weights.WeightScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * Layers wired as a directed acyclic graph.
 *
 * <pre>{@code
 * Model model = Model.sequential(Shape.of(784, 1))
 *     .add(LmuFeedforward.builder(1, 468, 784).hiddenCell(DenseCell.of(346, RELU)).build())
 *     .add(Dense.of(10))
 *     .build();
 * }</pre>
 *
 * <p>A model is a layer too: it may be called inside another one.
 *
 * @param name name
 * @param inputs inputs
 * @param layers layer by name, in the order in which they were added
 * @param calls uses of layers, each after those that it depends on
 * @param outputs outputs
 * @param frozen paths of layers, and of cells and layers in them, whose own weights are not trained
 */
public record Model(
    String name,
    List<Input> inputs,
    Map<String, Layer> layers,
    List<Call> calls,
    List<Value> outputs,
    Set<String> frozen)
    implements Layer {

  /** Takes copies and checks that every reference points backwards. */
  public Model {
    inputs = List.copyOf(inputs);
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    calls = List.copyOf(calls);
    outputs = List.copyOf(outputs);
    frozen = Collections.unmodifiableSet(new TreeSet<>(frozen));
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      if (!layers.containsKey(call.layer())) {
        throw new IllegalArgumentException("there is no layer %s".formatted(call.layer()));
      }
      for (Value value : call.inputs()) {
        requireBefore(value, inputs.size() + i, call.layer());
      }
    }
    for (Value value : outputs) {
      requireBefore(value, inputs.size() + calls.size(), "the outputs");
    }
  }

  /**
   * A model all of whose layers are trained.
   *
   * @param name name
   * @param inputs inputs
   * @param layers layer by name, in the order in which they were added
   * @param calls uses of layers, each after those that it depends on
   * @param outputs outputs
   */
  public Model(
      String name,
      List<Input> inputs,
      Map<String, Layer> layers,
      List<Call> calls,
      List<Value> outputs) {
    this(name, inputs, layers, calls, outputs, Set.of());
  }

  /**
   * The same model with other layers frozen.
   *
   * @param paths paths of layers, and of cells and layers in them, whose own weights are not
   *     trained
   * @return a model that shares the layers
   */
  public Model freezing(Set<String> paths) {
    return new Model(name, inputs, layers, calls, outputs, paths);
  }

  /**
   * The same model for batches of one size, which layers that keep their states want to know.
   *
   * @param size number of examples, at least 1
   * @return a model that shares the layers
   */
  public Model withBatchSize(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("batch size must be at least 1 (got %d)".formatted(size));
    }
    List<Input> fixed =
        inputs.stream().map(input -> new Input(input.name(), input.shape(), size)).toList();
    return new Model(name, fixed, layers, calls, outputs, frozen);
  }

  private static void requireBefore(Value value, int end, String user) {
    if (value.node() < 0 || value.node() >= end || value.output() < 0) {
      throw new IllegalArgumentException(
          "%s must use values made before it, of nodes 0 to %d (got %s)"
              .formatted(user, end - 1, value));
    }
  }

  /**
   * One of the layers.
   *
   * @param key the layer's name
   * @return the layer
   * @throws IllegalArgumentException if there is none of that name
   */
  public Layer layer(String key) {
    Layer found = layers.get(key);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no layer %s; there are %s".formatted(key, layers.keySet()));
    }
    return found;
  }

  /**
   * Begins a chain of layers.
   *
   * @param input shape of one example, with -1 where a size is not fixed
   * @return a builder
   */
  public static SequentialBuilder sequential(Shape input) {
    return new SequentialBuilder(input);
  }

  /**
   * Begins a graph of layers.
   *
   * @return a builder
   */
  public static FunctionalBuilder functional() {
    return new FunctionalBuilder();
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(
      WeightScope<T> weights, List<Shape> inputShapes) {
    Map<String, List<Shape>> shapes =
        ShapeTrace.of(this, weights.type(), inputShapes).layerInputs();
    WeightScope<T> partlyFrozen = weights.freezing(frozen);
    Map<String, LayerFunction<T>> functions = new LinkedHashMap<>();
    layers.forEach(
        (key, layer) -> {
          List<Shape> known = shapes.get(key);
          if (known != null) {
            functions.put(key, layer.build(partlyFrozen.child(key), known));
          }
        });
    return new ModelFunction<>(this, functions);
  }

  /**
   * Tells whether one layer stands behind the other: each is called once, on what the one before
   * gives.
   *
   * @return whether this is such a model of one input and one output
   */
  public boolean isChain() {
    return inputs.size() == 1
        && calls.size() == layers.size()
        && IntStream.range(0, calls.size())
            .allMatch(i -> calls.get(i).inputs().equals(List.of(new Value(i, 0))))
        && outputs.equals(List.of(new Value(calls.size(), 0)));
  }

  /** Calls every layer in order and returns the model's outputs. */
  <V> List<V> run(List<V> values, Caller<V> caller) {
    if (values.size() != inputs.size()) {
      throw new IllegalArgumentException(
          "model %s takes %d inputs (got %d)".formatted(name, inputs.size(), values.size()));
    }
    List<List<V>> nodes = new ArrayList<>();
    values.forEach(value -> nodes.add(List.of(value)));
    for (Call call : calls) {
      nodes.add(caller.call(call, pick(nodes, call.inputs())));
    }
    return pick(nodes, outputs);
  }

  private static <V> List<V> pick(List<List<V>> nodes, List<Value> values) {
    return values.stream().map(value -> nodes.get(value.node()).get(value.output())).toList();
  }

  /** Calls a layer. */
  interface Caller<V> {
    /**
     * Calls it.
     *
     * @param call the call
     * @param inputs what the layer is called on
     * @return its outputs
     */
    List<V> call(Call call, List<V> inputs);
  }

  /** Says which layer it is whose rule is broken. */
  static <V> V naming(String layer, Supplier<V> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("layer %s: %s".formatted(layer, e.getMessage()), e);
    }
  }

  /**
   * The shapes of all values inside the model.
   *
   * @return for each node, the inputs first and then the calls, one shape an output, batch first,
   *     with -1 where a size is not known before the run
   */
  public List<List<Shape>> nodeShapes() {
    return ShapeTrace.of(this, TFloat32.class, batchShapes()).nodes();
  }

  /**
   * The shapes of the outputs.
   *
   * @return one shape an output, batch first, with -1 where a size is not known before the run
   */
  public List<Shape> outputShapes() {
    return pick(nodeShapes(), outputs);
  }

  /**
   * The names of the outputs: each is named after the layer or input that it comes from, numbered
   * where several come from the same.
   *
   * @return one name an output, all different
   */
  public List<String> outputNames() {
    List<String> names = new ArrayList<>();
    for (Value value : outputs) {
      int node = value.node();
      String base =
          node < inputs.size() ? inputs.get(node).name() : calls.get(node - inputs.size()).layer();
      String free = base;
      for (int i = 1; names.contains(free); i++) {
        free = base + "_" + i;
      }
      names.add(free);
    }
    return names;
  }

  /**
   * The weights that the model has.
   *
   * @return weights in the order in which the model makes them
   */
  public List<WeightShape> weightShapes() {
    List<WeightShape> found = new ArrayList<>();
    try (Graph graph = new Graph()) {
      for (var weight : ModelGraph.build(this, graph, TFloat32.class, 0).weights().weights()) {
        found.add(new WeightShape(weight.path(), weight.shape(), weight.spec().trainable()));
      }
    }
    return found;
  }

  /**
   * A table of the layers: name and type, output shape, number of parameters and, unless the model
   * is a chain, what each is applied to.
   *
   * @return several lines
   */
  public String summary() {
    return Summary.of(this);
  }

  List<Shape> batchShapes() {
    return inputs.stream().map(Input::batchShape).toList();
  }
}
