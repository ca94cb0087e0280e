package io.github.lmu4j.testing;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.ModelGraph;
import io.github.lmu4j.model.VariableStore;
import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.Reduction;
import io.github.lmu4j.train.objectives.StandardLoss;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weight;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * A model's outputs in both modes, and its loss with gradients: mean squared error, summed over
 * outputs, and regularization.
 *
 * @param outputs outputs in inference mode
 * @param trainingOutputs outputs in training mode; none without targets
 * @param loss the loss; none without targets
 * @param gradients gradient by every trainable weight's path
 * @param inputGradients gradient by every input
 */
public record MeasuredModel(
    List<Array> outputs,
    List<Array> trainingOutputs,
    List<Array> loss,
    Weights gradients,
    List<Array> inputGradients) {

  /**
   * Runs a model once.
   *
   * @param model the model
   * @param type dtype
   * @param weights its weights
   * @param inputs one array an input
   * @param targets one array an output, or none where nothing is to be trained
   * @return what came out
   */
  public static MeasuredModel of(
      Model model, DType type, Weights weights, List<Array> inputs, List<Array> targets) {
    return of(model, type, weights, inputs, targets, StandardLoss.MEAN_SQUARED_ERROR);
  }

  /**
   * Runs a model once.
   *
   * @param model the model
   * @param type dtype
   * @param weights its weights
   * @param inputs one array an input
   * @param targets one array an output, or none where nothing is to be trained
   * @param loss of every output, in place of the mean squared error
   * @return what came out
   */
  public static MeasuredModel of(
      Model model,
      DType type,
      Weights weights,
      List<Array> inputs,
      List<Array> targets,
      Loss loss) {
    return type == DType.FLOAT64
        ? run(model, TFloat64.class, weights, inputs, targets, loss)
        : run(model, TFloat32.class, weights, inputs, targets, loss);
  }

  private static <T extends TFloating> MeasuredModel run(
      Model model,
      Class<T> type,
      Weights weights,
      List<Array> inputs,
      List<Array> targets,
      Loss loss) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      ModelGraph<T> built = ModelGraph.build(model, graph, type, 0);
      Ops tf = built.tf();
      List<Signal<T>> signals = new ArrayList<>();
      built.inputs().forEach(input -> signals.add(Signal.of(input)));
      List<Signal<T>> predicted = built.function().apply(tf, signals, Pass.inference());
      List<Operand<T>> results = new ArrayList<>();
      predicted.forEach(output -> results.add(output.value(tf)));
      List<Weight<T>> by = targets.isEmpty() ? List.of() : built.weights().trainableWeights();
      int n = predicted.size();
      int m = n;
      if (!targets.isEmpty()) {
        Pass pass = Pass.training(tf.constant(0L));
        List<Signal<T>> trained = built.function().apply(tf, signals, pass);
        trained.forEach(output -> results.add(output.value(tf)));
        m += trained.size();
        addGradients(graph, built, trained, by, targets, loss, results);
      }
      begin(session, built, weights);
      List<Array> arrays = fetch(session, built, inputs, results, List.of());
      int l = m + (targets.isEmpty() ? 0 : 1);
      Map<String, Array> gradients = new LinkedHashMap<>();
      for (int i = 0; i < by.size(); i++) {
        gradients.put(by.get(i).path(), arrays.get(l + i));
      }
      return new MeasuredModel(
          arrays.subList(0, n),
          arrays.subList(n, m),
          arrays.subList(m, l),
          new Weights(gradients),
          arrays.subList(l + by.size(), arrays.size()));
    }
  }

  /** Gives all weights their values, and zeros to what layers keep. */
  private static <T extends TFloating> void begin(
      Session session, ModelGraph<T> built, Weights weights) {
    DType type = DType.of(built.weights().type());
    VariableStore store = VariableStore.of(built);
    VariableStore kept = new VariableStore(built.tf(), built.weights().states());
    Map<String, Array> zeros = new LinkedHashMap<>();
    built
        .weights()
        .states()
        .forEach((path, state) -> zeros.put(path, Array.zeros(state.asOutput().shape(), type)));
    store.assign(session, weights.cast(type));
    kept.assign(session, new Weights(zeros));
  }

  /**
   * Runs a model that keeps its states on one batch after the other.
   *
   * @param model the model
   * @param type dtype
   * @param weights its weights
   * @param batches one array an input, for each batch
   * @return one array an output, for each batch
   */
  public static List<List<Array>> inTurn(
      Model model, DType type, Weights weights, List<List<Array>> batches) {
    return type == DType.FLOAT64
        ? runInTurn(model, TFloat64.class, weights, batches)
        : runInTurn(model, TFloat32.class, weights, batches);
  }

  private static <T extends TFloating> List<List<Array>> runInTurn(
      Model model, Class<T> type, Weights weights, List<List<Array>> batches) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      ModelGraph<T> built = ModelGraph.build(model, graph, type, 0);
      Pass pass = Pass.inference();
      List<Operand<T>> outputs = built.outputs(pass);
      begin(session, built, weights);
      List<List<Array>> results = new ArrayList<>();
      for (List<Array> batch : batches) {
        results.add(fetch(session, built, batch, outputs, pass.updates()));
      }
      return results;
    }
  }

  /** Appends the loss and its gradients to what is fetched. */
  private static <T extends TFloating> void addGradients(
      Graph graph,
      ModelGraph<T> built,
      List<Signal<T>> outputs,
      List<Weight<T>> by,
      List<Array> targets,
      Loss objective,
      List<Operand<T>> results) {
    Ops tf = built.tf();
    Class<T> type = built.weights().type();
    List<Operand<T>> terms = new ArrayList<>(built.weights().regularizationLosses(tf));
    for (int i = 0; i < outputs.size(); i++) {
      Array target = targets.get(i);
      Signal<T> output = outputs.get(i);
      Operand<? extends TNumber> expected =
          objective.isSparse()
              ? tf.constant(target.shape(), DataBuffers.of(target.toInts()))
              : Constants.of(tf, type, target.shape(), target.toDoubles());
      Operand<T> values = objective.values(tf, expected, output.value(tf));
      terms.add(Reduction.SUM_OVER_BATCH_SIZE.reduce(tf, values, Optional.empty(), output.mask()));
    }
    List<Output<?>> xs = new ArrayList<>();
    by.forEach(weight -> xs.add(weight.value().asOutput()));
    built.inputs().forEach(input -> xs.add(input.asOutput()));
    Operand<T> loss = tf.math.addN(terms);
    // What the loss does not depend on is an error to TensorFlow; here its gradient is zero.
    Operand<T> reachable = loss;
    for (Output<?> x : xs) {
      @SuppressWarnings("unchecked")
      Operand<T> value = (Output<T>) x;
      Operand<T> sum = tf.sum(tf.reshape(value, tf.constant(new int[] {-1})), tf.constant(0));
      reachable = tf.math.add(reachable, tf.math.mul(sum, Constants.of(tf, type, 0)));
    }
    Output<?>[] gradients = graph.addGradients(reachable.asOutput(), xs.toArray(new Output<?>[0]));
    results.add(loss);
    for (Output<?> gradient : gradients) {
      @SuppressWarnings("unchecked")
      Operand<T> value = (Output<T>) gradient;
      results.add(value);
    }
  }

  private static <T extends TFloating> List<Array> fetch(
      Session session,
      ModelGraph<T> built,
      List<Array> inputs,
      List<Operand<T>> results,
      List<Op> updates) {
    List<Tensor> tensors = new ArrayList<>();
    try {
      var runner = session.runner();
      for (int i = 0; i < inputs.size(); i++) {
        Tensor tensor = inputs.get(i).cast(DType.of(built.weights().type())).toTensor();
        tensors.add(tensor);
        runner.feed(built.inputs().get(i), tensor);
      }
      results.forEach(runner::fetch);
      updates.forEach(runner::addTarget);
      try (var run = runner.run()) {
        List<Array> arrays = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
          arrays.add(Array.of(run.get(i)));
        }
        return arrays;
      }
    } finally {
      tensors.forEach(Tensor::close);
    }
  }
}
