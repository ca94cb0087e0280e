package io.github.lmu4j.weights;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final GraphWeights<T> shared;
  private final boolean whollyFrozen;
  private final String prefix;

  /** Paths of layers and cells whose own weights stay as they are. */
  private final Set<String> frozen;

  private WeightScope(GraphWeights<T> shared) {
    this(shared, false, "", Set.of());
  }

  private WeightScope(
      GraphWeights<T> shared, boolean whollyFrozen, String prefix, Set<String> frozen) {
    this.shared = shared;
    this.whollyFrozen = whollyFrozen;
    this.prefix = prefix;
    this.frozen = frozen;
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
    return new WeightScope<>(new GraphWeights<>(graph, type, seed, true, Optional.empty()));
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
    return new WeightScope<>(new GraphWeights<>(graph, type, seed, false, Optional.empty()));
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
    return new WeightScope<>(
        new GraphWeights<>(graph, type, 0, false, Optional.of(values.cast(DType.of(type)))));
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
    return shared.add(prefix + name, shape, isFrozen() ? spec.untrained() : spec);
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
    return shared.addState(prefix + name, shape);
  }

  /**
   * All variables that layers keep from run to run.
   *
   * @return variable by path
   */
  public Map<String, Variable<T>> states() {
    return shared.states();
  }

  /**
   * Operations named below this scope, for what a layer computes from its weights alone.
   *
   * @return operations of the graph
   */
  public Ops ops() {
    return shared.ops(prefix);
  }

  /**
   * The seed of whatever is random in the layer of this scope.
   *
   * @return a function of the scope's seed and path
   */
  public long seed() {
    return shared.seed(prefix);
  }

  /**
   * The dtype of all weights.
   *
   * @return TensorFlow's class
   */
  public Class<T> type() {
    return shared.type();
  }

  /**
   * All weights of the graph, also those of other scopes of it.
   *
   * @return weights in the order in which they were added
   */
  public List<Weight<T>> weights() {
    return shared.weights();
  }

  /**
   * The weights that optimizers change.
   *
   * @return weights in the order in which they were added
   */
  public List<Weight<T>> trainableWeights() {
    return weights().stream().filter(weight -> weight.spec().trainable()).toList();
  }

  /**
   * The values that the initializers give.
   *
   * @return one array a weight
   */
  public Weights initialValues() {
    return shared.initialValues();
  }

  /**
   * The sum of all regularizers' terms.
   *
   * @param tf operations of the graph
   * @return one scalar a regularized weight
   */
  public List<Operand<T>> regularizationLosses(Ops tf) {
    List<Operand<T>> losses = new ArrayList<>();
    for (Weight<T> weight : weights()) {
      weight.spec().regularizer().ifPresent(r -> losses.add(r.loss(tf, weight.value())));
    }
    return losses;
  }
}
