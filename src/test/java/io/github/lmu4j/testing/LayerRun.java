package io.github.lmu4j.testing;

import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.LayerFunction;
import io.github.lmu4j.model.VariableStore;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weight;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat64;

/**
 * A layer in a graph of its own, in float64, applied to given inputs; its weights are random, also
 * where the layer would begin with zeros or ones.
 *
 * <pre>{@code
 * try (LayerRun run = LayerRun.of(Dense.of(3), LayerRun.random(2, 5, 4))) {
 *   Array y = run.inference();
 *   run.checkGradients();
 * }
 * }</pre>
 */
public final class LayerRun implements AutoCloseable {

  private final Sandbox sandbox = new Sandbox();
  private final WeightScope<TFloat64> weights =
      WeightScope.unassigned(sandbox.graph(), TFloat64.class, 1);
  private final Map<Operand<TFloat64>, Array> feeds = new LinkedHashMap<>();
  private final LayerFunction<TFloat64> function;
  private final VariableStore store;

  private LayerRun(Layer layer, List<Shape> shapes, List<Array> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      feeds.put(
          sandbox.tf().placeholder(TFloat64.class, Placeholder.shape(shapes.get(i))),
          inputs.get(i));
    }
    function = layer.build(weights, shapes);
    Map<String, Variable<?>> variables = new LinkedHashMap<>();
    weights.weights().forEach(weight -> variables.put(weight.path(), weight.variable()));
    store = new VariableStore(sandbox.tf(), variables);
    store.assign(sandbox.session(), randomWeights());
  }

  /** Applies a layer to inputs whose sizes it knows, but for the number of examples. */
  public static LayerRun of(Layer layer, Array... inputs) {
    List<Shape> shapes = new ArrayList<>();
    for (Array input : inputs) {
      shapes.add(input.shape().tail().prepend(Shape.UNKNOWN_SIZE));
    }
    return new LayerRun(layer, shapes, List.of(inputs));
  }

  /** Applies a layer of one input to it, knowing no more of its sizes than is given. */
  public static LayerRun of(Layer layer, Shape shape, Array input) {
    return new LayerRun(layer, List.of(shape), List.of(input));
  }

  /** Normally distributed values; the same shape gives the same values. */
  public static Array random(long... shape) {
    Random random = new Random(shape.length);
    return Array.of(
        Shape.of(shape),
        random.doubles(Shape.of(shape).size()).map(u -> random.nextGaussian()).toArray());
  }

  private Weights randomWeights() {
    Random random = new Random(11);
    Map<String, Array> values = new LinkedHashMap<>();
    Weights initial = weights.initialValues();
    for (Weight<TFloat64> weight : weights.weights()) {
      double[] moved = initial.get(weight.path()).toDoubles();
      for (int i = 0; i < moved.length; i++) {
        // What is not trained may be a variance, and stays positive.
        moved[i] += 0.3 * (weight.spec().trainable() ? random.nextGaussian() : random.nextDouble());
      }
      values.put(weight.path(), Array.of(weight.shape(), moved));
    }
    return new Weights(values);
  }

  /** The values of all weights. */
  public Weights weights() {
    return store.read(sandbox.session());
  }

  /** Changes the values of all weights. */
  public LayerRun assign(Weights values) {
    store.assign(sandbox.session(), values);
    return this;
  }

  /** The paths of what optimizers change. */
  public List<String> trainable() {
    return weights.trainableWeights().stream().map(Weight::path).toList();
  }

  /** The first output in inference. */
  public Array inference() {
    return sandbox.value(output(Pass.inference()), feeds);
  }

  /** The first output in training, at a given step. */
  public Array training(long step) {
    return sandbox.value(output(trainingPass(step)), feeds);
  }

  /** Trains for one step, and runs the updates that the layer leaves, if any. */
  public void update() {
    Pass pass = trainingPass(0);
    output(pass);
    if (pass.updates().isEmpty()) {
      return;
    }
    List<Tensor> tensors = new ArrayList<>();
    try {
      var runner = sandbox.session().runner();
      feed((placeholder, tensor) -> runner.feed(placeholder, tensor), tensors);
      pass.updates().forEach(runner::addTarget);
      runner.run().close();
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  /** The static shape of the first output. */
  public Shape shape() {
    return apply(Pass.inference()).shape();
  }

  /** The mask of the first output, as numbers 0 and 1. */
  public Optional<Array> mask() {
    return apply(Pass.inference()).mask().map(mask -> sandbox.value(mask, feeds));
  }

  /** Checks the gradients of the first output in inference by all inputs and trainable weights. */
  public void checkGradients() {
    check(Pass.inference(), List.copyOf(feeds.keySet()));
  }

  /** Checks the gradients in inference by trainable weights alone. */
  public void checkWeightGradients() {
    check(Pass.inference(), List.of());
  }

  /** Checks the gradients of the first output in training. */
  public void checkTrainingGradients() {
    check(trainingPass(0), List.copyOf(feeds.keySet()));
  }

  private void check(Pass pass, List<Operand<TFloat64>> inputs) {
    List<Operand<TFloat64>> by = new ArrayList<>(inputs);
    weights.trainableWeights().forEach(weight -> by.add(weight.value()));
    List<Tensor> tensors = new ArrayList<>();
    Map<Operand<?>, Tensor> fed = new LinkedHashMap<>();
    try {
      feed(fed::put, tensors);
      Gradients.check(sandbox.session(), fed, output(pass), by);
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  private interface Feed {
    void accept(Operand<?> placeholder, Tensor tensor);
  }

  private void feed(Feed feed, List<Tensor> tensors) {
    feeds.forEach(
        (placeholder, array) -> {
          Tensor tensor = array.toTensor();
          tensors.add(tensor);
          feed.accept(placeholder, tensor);
        });
  }

  private Pass trainingPass(long step) {
    return Pass.training(sandbox.tf().constant(step));
  }

  private Operand<TFloat64> output(Pass pass) {
    // What is fed cannot be fetched, and a layer may return its input.
    return sandbox.tf().identity(apply(pass).value(sandbox.tf()));
  }

  private Signal<TFloat64> apply(Pass pass) {
    List<Signal<TFloat64>> signals = feeds.keySet().stream().map(Signal::of).toList();
    return function.apply(sandbox.tf(), signals, pass).get(0);
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
