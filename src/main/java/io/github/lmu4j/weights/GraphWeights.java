package io.github.lmu4j.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.family.TFloating;

/**
 * What all {@link WeightScope scopes} of a graph share: its weights and states by their whole path,
 * and how they get their first values.
 *
 * @param <T> dtype of all weights
 */
final class GraphWeights<T extends TFloating> {

  private final Graph graph;
  private final Class<T> type;
  private final long seed;
  private final boolean initialized;
  private final Optional<Weights> constants;
  private final Map<String, Weight<T>> all = new LinkedHashMap<>();
  private final Map<String, Variable<T>> states = new LinkedHashMap<>();

  /**
   * Begins without weights.
   *
   * @param graph the graph that gets the variables
   * @param type dtype of all weights
   * @param seed decides the random first values
   * @param initialized whether the session gives the variables their first values
   * @param constants the values of weights that stay as they are, if there are such
   */
  GraphWeights(
      Graph graph, Class<T> type, long seed, boolean initialized, Optional<Weights> constants) {
    this.graph = graph;
    this.type = type;
    this.seed = seed;
    this.initialized = initialized;
    this.constants = constants;
  }

  /** Adds a weight at a path that is new. */
  Weight<T> add(String path, Shape shape, WeightSpec spec) {
    if (all.containsKey(path)) {
      throw new IllegalArgumentException(
          "a weight's path must be new in its graph (got %s again)".formatted(path));
    }
    if (shape.hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "the shape of weight %s must be known when its layer is built (got %s)"
              .formatted(path, shape));
    }
    Variable<T> variable = PathVariable.create(graph, path, shape, type);
    Ops inner = beside(path);
    if (initialized) {
      Ops init = inner.withInitScope();
      init.withName("assign").assign(variable, constant(init, initial(path, shape, spec)));
    }
    // Variables are references; functions and gradients want values.
    Operand<T> value =
        constants.isPresent()
            ? constant(inner, fitting(path, shape, constants.get()))
            : inner.withName("read").identity(variable);
    Weight<T> weight = new Weight<>(path, shape, variable, value, spec);
    all.put(path, weight);
    return weight;
  }

  /** Adds a variable of zeros that is no weight, at a path that is new. */
  Variable<T> addState(String path, Shape shape) {
    Variable<T> variable = PathVariable.create(graph, path, shape, type);
    if (states.putIfAbsent(path, variable) != null || all.containsKey(path)) {
      throw new IllegalArgumentException(
          "a state's path must be new in its graph (got %s again)".formatted(path));
    }
    if (initialized) {
      Ops init = beside(path).withInitScope();
      init.withName("assign").assign(variable, init.zeros(init.constant(shape.asArray()), type));
    }
    return variable;
  }

  /** All states by path, in the order in which they were added. */
  Map<String, Variable<T>> states() {
    return Collections.unmodifiableMap(states);
  }

  /** All weights in the order in which they were added. */
  List<Weight<T>> weights() {
    return List.copyOf(all.values());
  }

  /** What the initializers give each weight. */
  Weights initialValues() {
    Map<String, Array> values = new LinkedHashMap<>();
    all.forEach((path, weight) -> values.put(path, initial(path, weight.shape(), weight.spec())));
    return new Weights(values);
  }

  /** The dtype of all weights. */
  Class<T> type() {
    return type;
  }

  /** The seed of whatever is random at a path. */
  long seed(String path) {
    return 31L * seed + path.hashCode();
  }

  /** Operations named below a path. */
  Ops ops(String path) {
    Ops ops = Ops.create(graph);
    for (String part : path.split("/", -1)) {
      ops = part.isEmpty() ? ops : ops.withSubScope(part);
    }
    return ops;
  }

  /** For what belongs to a variable; a scope of the variable's own name TensorFlow refuses. */
  private Ops beside(String path) {
    return ops("variables/" + path);
  }

  private static Array fitting(String path, Shape shape, Weights values) {
    Array array = values.get(path);
    if (!array.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "weight %s must have shape %s (got %s)".formatted(path, shape, array));
    }
    return array;
  }

  private Operand<T> constant(Ops tf, Array array) {
    try (var tensor = array.toTensor()) {
      return tf.withName("initial").constantOf(type.cast(tensor));
    }
  }

  private Array initial(String path, Shape shape, WeightSpec spec) {
    double[] values = spec.initializer().values(shape, new Random(seed(path)));
    return Array.of(shape, values).cast(DType.of(type));
  }
}
