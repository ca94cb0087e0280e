package io.github.lmu4j.model;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.family.TType;

/**
 * Moves values between the variables of a graph and {@link Weights}.
 *
 * <p>All assigning operations are made at once, before the session first runs: a graph that grows
 * between runs makes every next run prepare anew.
 */
public final class VariableStore {

  private record Slot(Variable<?> variable, Placeholder<?> feed, Op assign) {}

  private final Map<String, Slot> slots = new LinkedHashMap<>();

  /**
   * Adds assigning operations to a graph.
   *
   * @param tf operations of the graph
   * @param variables variable by path
   */
  public VariableStore(Ops tf, Map<String, ? extends Variable<?>> variables) {
    Ops store = tf.withSubScope("store");
    variables.forEach((path, variable) -> slots.put(path, slot(store, variable)));
  }

  /**
   * Adds assigning operations for the weights of a model.
   *
   * @param graph the model's graph
   * @return a store by the weights' paths
   */
  public static VariableStore of(ModelGraph<?> graph) {
    Map<String, Variable<?>> variables = new LinkedHashMap<>();
    graph.weights().weights().forEach(weight -> variables.put(weight.path(), weight.variable()));
    return new VariableStore(graph.tf(), variables);
  }

  private static <V extends TType> Slot slot(Ops tf, Variable<V> variable) {
    Operand<V> read = variable;
    Placeholder<V> feed = tf.placeholder(read.type(), Placeholder.shape(read.shape()));
    return new Slot(variable, feed, tf.assign(variable, feed));
  }

  /**
   * Gives every variable its value.
   *
   * @param session session of the graph
   * @param weights one array a variable, of its shape and dtype
   * @throws IllegalArgumentException if a variable has no array or an array has no variable, or if
   *     shape or dtype differ
   */
  public void assign(Session session, Weights weights) {
    for (String path : weights.paths()) {
      if (!slots.containsKey(path)) {
        throw new IllegalArgumentException(
            "weight %s has no place in the model, which has %s".formatted(path, slots.keySet()));
      }
    }
    if (slots.isEmpty()) {
      return;
    }
    var runner = session.runner();
    Map<String, org.tensorflow.Tensor> tensors = new LinkedHashMap<>();
    try {
      slots.forEach(
          (path, slot) -> {
            Array array = weights.get(path);
            requireFit(path, slot, array);
            var tensor = array.toTensor();
            tensors.put(path, tensor);
            runner.feed(slot.feed, tensor).addTarget(slot.assign);
          });
      runner.run().close();
    } finally {
      tensors.values().forEach(org.tensorflow.Tensor::close);
    }
  }

  private static void requireFit(String path, Slot slot, Array array) {
    Operand<?> variable = slot.feed;
    if (!variable.shape().equals(array.shape()) || variable.type() != array.type().tensorType()) {
      throw new IllegalArgumentException(
          "weight %s must be %s%s (got %s)"
              .formatted(path, variable.type().getSimpleName(), variable.shape(), array));
    }
  }

  /**
   * Reads every variable.
   *
   * @param session session of the graph
   * @return one array a variable
   */
  public Weights read(Session session) {
    Map<String, Array> values = new LinkedHashMap<>();
    if (slots.isEmpty()) {
      return Weights.EMPTY;
    }
    var runner = session.runner();
    slots.values().forEach(slot -> runner.fetch(slot.variable));
    try (var result = runner.run()) {
      int i = 0;
      for (String path : slots.keySet()) {
        values.put(path, Array.of(result.get(i++)));
      }
    }
    return new Weights(values);
  }
}
