package io.github.lmu4j.model;

import io.github.lmu4j.layers.LayerFunction;
import io.github.lmu4j.ops.FilterMethod;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/**
 * A model in a graph: placeholders, variables, and its function, which may be applied both to train
 * and to predict.
 *
 * @param <T> dtype
 * @param model the model
 * @param tf operations of the graph
 * @param weights the model's variables
 * @param inputs one placeholder an input, named as the input
 * @param function the model's function
 */
public record ModelGraph<T extends TFloating>(
    Model model,
    Ops tf,
    WeightScope<T> weights,
    List<Placeholder<T>> inputs,
    LayerFunction<T> function) {

  /**
   * Builds a model in a graph, its variables waiting for values.
   *
   * @param <T> dtype
   * @param model the model
   * @param graph the graph, which the caller closes
   * @param type dtype of weights, inputs and outputs
   * @param seed decides first values and dropout
   * @return the model's graph
   */
  public static <T extends TFloating> ModelGraph<T> build(
      Model model, Graph graph, Class<T> type, long seed) {
    return build(model, graph, WeightScope.unassigned(graph, type, seed));
  }

  /**
   * Builds a model in a graph, its weights being constants: it predicts, and is not trained.
   *
   * @param <T> dtype
   * @param model the model
   * @param graph the graph, which the caller closes
   * @param type dtype of weights, inputs and outputs
   * @param values the model's weights
   * @return the model's graph
   * @throws IllegalArgumentException if the weights do not fit the model
   */
  public static <T extends TFloating> ModelGraph<T> buildConstant(
      Model model, Graph graph, Class<T> type, Weights values) {
    ModelGraph<T> built = build(model, graph, WeightScope.constant(graph, type, values));
    Set<String> unknown = new LinkedHashSet<>(values.paths());
    built.weights().weights().forEach(weight -> unknown.remove(weight.path()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "weights %s have no place in the model".formatted(unknown));
    }
    return built;
  }

  private static <T extends TFloating> ModelGraph<T> build(
      Model model, Graph graph, WeightScope<T> weights) {
    Ops tf = Ops.create(graph);
    List<Placeholder<T>> inputs =
        model.inputs().stream()
            .map(
                input ->
                    tf.withName(input.name())
                        .placeholder(weights.type(), Placeholder.shape(input.batchShape())))
            .toList();
    LayerFunction<T> function = model.build(weights, model.batchShapes());
    return new ModelGraph<>(model, tf, weights, inputs, function);
  }

  /**
   * Applies the model to its placeholders.
   *
   * @param pass training or inference
   * @return one value an output
   */
  public List<Operand<T>> outputs(Pass pass) {
    List<Signal<T>> signals = inputs.stream().map(input -> Signal.of((Operand<T>) input)).toList();
    return function.apply(tf, signals, pass).stream().map(signal -> signal.value(tf)).toList();
  }

  /**
   * Applies the model to its placeholders to predict. Who fetches an output lets stateful layers
   * keep their states as well.
   *
   * @return one value an output
   */
  public List<Operand<T>> predictions() {
    return predictions(FilterMethod.AUTO);
  }

  /**
   * The same, with memories computed in one way.
   *
   * @param filter how the memories of layers are computed that leave it open
   * @return one value an output
   */
  public List<Operand<T>> predictions(FilterMethod filter) {
    Pass pass = Pass.inference(filter);
    List<Operand<T>> outputs = outputs(pass);
    if (pass.updates().isEmpty()) {
      return outputs;
    }
    Ops kept = tf.withControlDependencies(pass.updates());
    return outputs.stream().<Operand<T>>map(kept::identity).toList();
  }

  /**
   * The states that stateful layers begin with.
   *
   * @return zeros by path
   */
  public Weights zeroStates() {
    Map<String, Array> zeros = new LinkedHashMap<>();
    weights
        .states()
        .forEach(
            (path, state) -> zeros.put(path, Array.zeros(state.shape(), DType.of(state.type()))));
    return new Weights(zeros);
  }
}
