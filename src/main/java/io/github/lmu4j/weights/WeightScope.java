package io.github.lmu4j.weights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.family.TFloating;

/**
 * The variables of one graph, by path.
 *
 * <p>A layer adds its weights to the scope it is given; a scope's child adds a part to the path.
 * Names of graph nodes are the paths. Every weight's seed follows from the scope's seed and its own
 * path, so that weights do not depend on the order in which layers are made.
 *
 * @param <T> dtype of all weights
 */
public final class WeightScope<T extends TFloating> {

  /**
   * What all scopes of a graph share.
   *
   * @param initialized whether the session gives the variables their first values
   * @param constants the values of weights that stay as they are, if there are such
   */
  private record Shared<T extends TFloating>(
      Graph graph,
      Class<T> type,
      long seed,
      boolean initialized,
      Optional<Weights> constants,
      Map<String, Weight<T>> all,
      Map<String, Variable<T>> states) {}

  private final Shared<T> shared;
  private final boolean whollyFrozen;
  private final String prefix;

  /** Paths of layers and cells whose own weights stay as they are. */
  private final Set<String> frozen;

  private WeightScope(Shared<T> shared, boolean whollyFrozen, String prefix, Set<String> frozen) {
    this.shared = shared;
    this.whollyFrozen = whollyFrozen;
    this.prefix = prefix;
    this.frozen = frozen;
  }

  private static <T extends TFloating> WeightScope<T> root(
      Graph graph, Class<T> type, long seed, boolean initialized, Optional<Weights> constants) {
    Shared<T> shared =
        new Shared<>(
            graph,
            type,
            seed,
            initialized,
            constants,
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    return new WeightScope<>(shared, false, "", Set.of());
  }

  /**
   * A scope whose variables take their first values when the session initializes the graph.
   *
   * @param <T> dtype
   * @param graph the graph that gets the variables
   * @param type dtype of all weights
   * @param seed decides the random first values
   * @return an empty scope
   */
  public static <T extends TFloating> WeightScope<T> of(Graph graph, Class<T> type, long seed) {
    return root(graph, type, seed, true, Optional.empty());
  }

  /**
   * A scope whose variables wait for values to be assigned: the graph holds no copy of them.
   *
   * @param <T> dtype
   * @param graph the graph that gets the variables
   * @param type dtype of all weights
   * @param seed decides the random first values of {@link #initialValues}
   * @return an empty scope
   */
  public static <T extends TFloating> WeightScope<T> unassigned(
      Graph graph, Class<T> type, long seed) {
    return root(graph, type, seed, false, Optional.empty());
  }

  /**
   * A scope whose weights are constants: TensorFlow computes once what depends on nothing else.
   * Their variables have no values.
   *
   * @param <T> dtype
   * @param graph the graph that gets the constants
   * @param type dtype of all weights
   * @param values one array a weight, of its shape
   * @return an empty scope
   */
  public static <T extends TFloating> WeightScope<T> constant(
      Graph graph, Class<T> type, Weights values) {
    return root(graph, type, 0, false, Optional.of(values.cast(DType.of(type))));
  }

  /**
   * The scope of a part.
   *
   * @param name part of the path
   * @return a scope below this one
   */
  public WeightScope<T> child(String name) {
    return new WeightScope<>(shared, whollyFrozen, prefix + name + "/", frozen);
  }

  /**
   * The same scope for a layer whose weights no optimizer changes and no regularizer counts,
   * neither its own nor those of layers and cells in it.
   *
   * @return a scope that shares this one's weights
   */
  public WeightScope<T> frozen() {
    return new WeightScope<>(shared, true, prefix, frozen);
  }

  /**
   * The same scope, with layers and cells whose own weights no optimizer changes.
   *
   * @param paths their paths below this scope
   * @return a scope that shares this one's weights
   */
  public WeightScope<T> freezing(Set<String> paths) {
    Set<String> more = new HashSet<>(frozen);
    paths.forEach(path -> more.add(prefix + path));
    return new WeightScope<>(shared, whollyFrozen, prefix, Set.copyOf(more));
  }

  /**
   * Tells whether the weights right below this scope stay as they are.
   *
   * @return whether they are left alone by optimizers
   */
  public boolean isFrozen() {
    return whollyFrozen
        || (!prefix.isEmpty() && frozen.contains(prefix.substring(0, prefix.length() - 1)));
  }

  /**
   * Adds a weight.
   *
   * @param name last part of the path
   * @param shape shape
   * @param spec how it begins and what holds it
   * @return the weight's value
   * @throws IllegalArgumentException if the path is taken or the shape is not fully known
   */
  public Operand<T> add(String name, Shape shape, WeightSpec spec) {
    return addWeight(name, shape, spec).value();
  }

  /**
   * Adds a weight that its layer assigns to, such as a moving average.
   *
   * @param name last part of the path
   * @param shape shape
   * @param spec how it begins and what holds it
   * @return the weight
   * @throws IllegalArgumentException if the path is taken or the shape is not fully known
   */
  public Weight<T> addWeight(String name, Shape shape, WeightSpec spec) {
    String path = prefix + name;
    if (shared.all.containsKey(path)) {
      throw new IllegalArgumentException(
          "a weight's path must be new in its graph (got %s again)".formatted(path));
    }
    if (shape.hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "the shape of weight %s must be known when its layer is built (got %s)"
              .formatted(path, shape));
    }
    Variable<T> variable = PathVariable.create(shared.graph, path, shape, shared.type);
    Ops inner = beside(path);
    if (shared.initialized) {
      Ops init = inner.withInitScope();
      init.withName("assign").assign(variable, constant(init, initial(path, shape, spec)));
    }
    // Variables are references; functions and gradients want values.
    Operand<T> value =
        shared.constants.isPresent()
            ? constant(inner, fitting(path, shape, shared.constants.get()))
            : inner.withName("read").identity(variable);
    Weight<T> weight =
        new Weight<>(path, shape, variable, value, isFrozen() ? spec.untrained() : spec);
    shared.all.put(path, weight);
    return weight;
  }

  /**
   * Adds a variable that a layer keeps from run to run and that is no part of the model's weights,
   * such as the state of a stateful recurrent layer. It begins with zeros.
   *
   * @param name last part of the path
   * @param shape shape
   * @return the variable
   * @throws IllegalArgumentException if the path is taken
   */
  public Variable<T> addState(String name, Shape shape) {
    String path = prefix + name;
    Variable<T> variable = PathVariable.create(shared.graph, path, shape, shared.type);
    if (shared.states.putIfAbsent(path, variable) != null || shared.all.containsKey(path)) {
      throw new IllegalArgumentException(
          "a state's path must be new in its graph (got %s again)".formatted(path));
    }
    if (shared.initialized) {
      Ops init = beside(path).withInitScope();
      init.withName("assign")
          .assign(variable, init.zeros(init.constant(shape.asArray()), shared.type));
    }
    return variable;
  }

  /**
   * All variables that layers keep from run to run.
   *
   * @return variable by path
   */
  public Map<String, Variable<T>> states() {
    return Collections.unmodifiableMap(shared.states);
  }

  /**
   * Operations named below this scope, for what a layer computes from its weights alone.
   *
   * @return operations of the graph
   */
  public Ops ops() {
    return under(prefix);
  }

  /** For what belongs to a variable; a scope of the variable's own name TensorFlow refuses. */
  private Ops beside(String path) {
    return under("variables/" + path);
  }

  private Ops under(String path) {
    Ops ops = Ops.create(shared.graph);
    for (String part : path.split("/", -1)) {
      ops = part.isEmpty() ? ops : ops.withSubScope(part);
    }
    return ops;
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
      return tf.withName("initial").constantOf(shared.type.cast(tensor));
    }
  }

  private Array initial(String path, Shape shape, WeightSpec spec) {
    double[] values = spec.initializer().values(shape, new Random(seedOf(path)));
    return Array.of(shape, values).cast(DType.of(shared.type));
  }

  /**
   * The seed of whatever is random in the layer of this scope.
   *
   * @return a function of the scope's seed and path
   */
  public long seed() {
    return seedOf(prefix);
  }

  private long seedOf(String path) {
    return 31L * shared.seed + path.hashCode();
  }

  /**
   * The dtype of all weights.
   *
   * @return TensorFlow's class
   */
  public Class<T> type() {
    return shared.type;
  }

  /**
   * All weights of the graph, also those of other scopes of it.
   *
   * @return weights in the order in which they were added
   */
  public List<Weight<T>> weights() {
    return List.copyOf(shared.all.values());
  }

  /**
   * The weights that optimizers change.
   *
   * @return weights in the order in which they were added
   */
  public List<Weight<T>> trainableWeights() {
    return shared.all.values().stream().filter(weight -> weight.spec().trainable()).toList();
  }

  /**
   * The values that the initializers give.
   *
   * @return one array a weight
   */
  public Weights initialValues() {
    Map<String, Array> values = new LinkedHashMap<>();
    shared.all.forEach(
        (path, weight) -> values.put(path, initial(path, weight.shape(), weight.spec())));
    return new Weights(values);
  }

  /**
   * The sum of all regularizers' terms.
   *
   * @param tf operations of the graph
   * @return one scalar a regularized weight
   */
  public List<Operand<T>> regularizationLosses(Ops tf) {
    List<Operand<T>> losses = new ArrayList<>();
    for (Weight<T> weight : shared.all.values()) {
      weight.spec().regularizer().ifPresent(r -> losses.add(r.loss(tf, weight.value())));
    }
    return losses;
  }
}
