package io.github.lmu4j.model;

import io.github.lmu4j.ops.LoopSession;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Runs a model forward.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.of(model, weights)) {
 *   Array y = predictor.predict(x);
 * }
 * }</pre>
 *
 * <p>It owns a graph and a session; {@code predict} may be called from several threads.
 */
public final class Predictor implements AutoCloseable {

  /** A graph with more would be slow to start, and above 2 GiB impossible. */
  private static final long MOST_CONSTANT_BYTES = 1L << 28;

  private final Session session;
  private final DType type;
  private final List<? extends Operand<?>> inputs;
  private final List<? extends Operand<?>> outputs;
  private final VariableStore states;
  private final Weights zeroStates;

  private <T extends TFloating> Predictor(
      Session session, ModelGraph<T> built, List<Operand<T>> outputs, VariableStore states) {
    this.session = session;
    this.states = states;
    zeroStates = built.zeroStates();
    resetStates();
    type = DType.of(built.weights().type());
    inputs = built.inputs();
    this.outputs = outputs;
  }

  private static <T extends TFloating> Predictor build(
      Model model, Weights weights, Class<T> type) {
    Graph graph = new Graph();
    try {
      boolean small = weights.parameters() * DType.of(type).bytes() <= MOST_CONSTANT_BYTES;
      ModelGraph<T> built =
          small
              ? ModelGraph.buildConstant(model, graph, type, weights)
              : ModelGraph.build(model, graph, type, 0);
      List<Operand<T>> outputs = built.predictions();
      VariableStore states = new VariableStore(built.tf(), built.weights().states());
      Session session = new Session(graph, LoopSession.of(graph));
      try {
        if (!small) {
          VariableStore.of(built).assign(session, weights.cast(DType.of(type)));
        }
        return new Predictor(session, built, outputs, states);
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /**
   * Makes a predictor that computes in float32.
   *
   * @param model the model
   * @param weights its weights
   * @return a predictor, which the caller closes
   * @throws IllegalArgumentException if the weights do not fit the model
   */
  public static Predictor of(Model model, Weights weights) {
    return of(model, weights, DType.FLOAT32);
  }

  /**
   * Makes a predictor.
   *
   * @param model the model
   * @param weights its weights
   * @param type float32 or float64
   * @return a predictor, which the caller closes
   * @throws IllegalArgumentException if the weights do not fit the model
   */
  public static Predictor of(Model model, Weights weights, DType type) {
    return type == DType.FLOAT64
        ? build(model, weights, TFloat64.class)
        : build(model, weights, TFloat32.class);
  }

  /**
   * Predicts with a model of one input, and takes its first output.
   *
   * @param input shape (batch, ...)
   * @return the first output
   */
  public Array predict(Array input) {
    return predict(List.of(input)).get(0);
  }

  /**
   * Predicts.
   *
   * @param values one array an input, batch first
   * @return one array an output
   * @throws IllegalArgumentException if the number of inputs or a shape does not fit
   */
  public List<Array> predict(List<Array> values) {
    if (values.size() != inputs.size()) {
      throw new IllegalArgumentException(
          "the model takes %d inputs (got %d)".formatted(inputs.size(), values.size()));
    }
    List<Tensor> tensors = new ArrayList<>();
    try {
      var runner = session.runner();
      for (int i = 0; i < values.size(); i++) {
        Array value = values.get(i).cast(type);
        if (!value.shape().isCompatibleWith(inputs.get(i).shape())) {
          throw new IllegalArgumentException(
              "input %s must have shape %s (got %s)"
                  .formatted(inputs.get(i).op().name(), inputs.get(i).shape(), value.shape()));
        }
        Tensor tensor = value.toTensor();
        tensors.add(tensor);
        runner.feed(inputs.get(i), tensor);
      }
      outputs.forEach(runner::fetch);
      try (var result = runner.run()) {
        List<Array> arrays = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
          arrays.add(Array.of(result.get(i)));
        }
        return arrays;
      }
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  /**
   * Lets stateful layers begin anew. They keep their states from one prediction to the next; a
   * model that has such layers serves one thread at a time.
   */
  public void resetStates() {
    states.assign(session, zeroStates);
  }

  /** The session goes first: a graph waits for its sessions before it closes. */
  @Override
  public void close() {
    Graph graph = session.graph();
    session.close();
    graph.close();
  }
}
