package io.github.lmu4j.train;

import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;

/** Runs batches through a training graph. */
final class StepRunner {

  private final Session session;
  private final DType type;
  private final List<? extends Operand<?>> inputs;
  private final List<? extends OutputGraph<?>> outputs;
  private final Op train;
  private final Operand<?> trainSums;
  private final Operand<?> testSums;
  private final List<? extends Operand<?>> predictions;

  StepRunner(Session session, TrainingGraph<?> graph) {
    this.session = session;
    type = DType.of(graph.model().weights().type());
    inputs = graph.model().inputs();
    outputs = graph.outputs();
    train = graph.train();
    trainSums = graph.trainSums();
    testSums = graph.testSums();
    predictions = graph.predictions();
  }

  /** Whether targets of the first output are class numbers. */
  boolean hasSparseTarget() {
    return outputs.get(0).objective().loss().isSparse();
  }

  /** One training step; gives losses and sums of metrics. */
  double[] train(Batch batch) {
    try (Feed feed = new Feed(session.runner())) {
      feedAll(feed, batch);
      feed.runner.addTarget(train).fetch(trainSums);
      return feed.run().get(0).toDoubles();
    }
  }

  /** Losses and sums of metrics, without training. */
  double[] test(Batch batch) {
    try (Feed feed = new Feed(session.runner())) {
      feedAll(feed, batch);
      feed.runner.fetch(testSums);
      return feed.run().get(0).toDoubles();
    }
  }

  /** One array an output. */
  List<Array> predict(List<Array> values) {
    try (Feed feed = new Feed(session.runner())) {
      feedInputs(feed, values);
      predictions.forEach(feed.runner::fetch);
      return feed.run();
    }
  }

  private void feedAll(Feed feed, Batch batch) {
    feedInputs(feed, batch.inputs());
    requireCount("outputs", outputs.size(), batch.targets());
    for (int i = 0; i < outputs.size(); i++) {
      OutputGraph<?> output = outputs.get(i);
      Array target = batch.targets().get(i);
      feed.add(
          output.target(),
          output.objective().loss().isSparse() ? target.toInt32() : target.cast(type));
    }
    if (!batch.sampleWeights().isEmpty()) {
      requireCount("sample weights", outputs.size(), batch.sampleWeights());
      for (int i = 0; i < outputs.size(); i++) {
        feed.add(outputs.get(i).weights(), batch.sampleWeights().get(i).cast(type));
      }
    }
  }

  private void feedInputs(Feed feed, List<Array> values) {
    requireCount("inputs", inputs.size(), values);
    for (int i = 0; i < inputs.size(); i++) {
      feed.add(inputs.get(i), values.get(i).cast(type));
    }
  }

  private static void requireCount(String what, int expected, List<Array> arrays) {
    if (arrays.size() != expected) {
      throw new IllegalArgumentException(
          "the model has %d %s (got %d arrays)".formatted(expected, what, arrays.size()));
    }
  }

  /** The tensors of one run. */
  private static final class Feed implements AutoCloseable {
    private final Session.Runner runner;
    private final List<Tensor> tensors = new ArrayList<>();

    Feed(Session.Runner runner) {
      this.runner = runner;
    }

    void add(Operand<?> placeholder, Array value) {
      Tensor tensor = value.reshape(fit(placeholder, value.shape())).toTensor();
      tensors.add(tensor);
      runner.feed(placeholder, tensor);
    }

    /** Axes of size 1 at the end come and go, as in Keras. */
    private static Shape fit(Operand<?> placeholder, Shape shape) {
      Shape wanted = placeholder.shape();
      Shape fitted = shape;
      while (fitted.numDimensions() > wanted.numDimensions() && fitted.get(-1) == 1) {
        fitted = fitted.take(fitted.numDimensions() - 1);
      }
      while (fitted.numDimensions() < wanted.numDimensions()) {
        fitted = fitted.append(1);
      }
      if (!fitted.isCompatibleWith(wanted)) {
        throw new IllegalArgumentException(
            "%s must have shape %s (got %s)".formatted(placeholder.op().name(), wanted, shape));
      }
      return fitted;
    }

    List<Array> run() {
      try (var result = runner.run()) {
        List<Array> arrays = new ArrayList<>();
        for (int i = 0; i < result.size(); i++) {
          arrays.add(Array.of(result.get(i)));
        }
        return arrays;
      }
    }

    @Override
    public void close() {
      tensors.forEach(Tensor::close);
    }
  }
}
