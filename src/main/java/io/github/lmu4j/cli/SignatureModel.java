package io.github.lmu4j.cli;

import io.github.lmu4j.io.SavedModel;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A SavedModel that runs as it is. */
final class SignatureModel implements OpenModel {

  private final SavedModel model;
  private final String signature;

  /** Takes over an open model, and closes it if it has no such signature. */
  SignatureModel(SavedModel model, String signature) {
    this.model = model;
    this.signature = signature;
    try {
      model.signature(signature);
    } catch (IllegalArgumentException e) {
      model.close();
      throw e;
    }
  }

  private Map<String, Array> run(Map<String, Array> inputs, int batchSize) {
    return Batches.run(inputs, batchSize, batch -> model.run(signature, batch));
  }

  /** A signature's inputs have no order: several must be named. */
  private Map<String, Array> select(NamedArrays arrays) throws IOException {
    List<String> names = List.copyOf(new TreeSet<>(model.signature(signature).inputNames()));
    return arrays.byName("x", names).arrays();
  }

  @Override
  public Map<String, Array> predict(NamedArrays inputs, int batchSize) throws IOException {
    return run(select(inputs), batchSize);
  }

  @Override
  public Map<String, Double> evaluate(
      NamedArrays data, int batchSize, Loss loss, List<Metric> metrics) throws IOException {
    List<String> outputs = List.copyOf(new TreeSet<>(model.signature(signature).outputNames()));
    NamedArrays.Selection targets = data.byName("y", outputs.subList(0, 1));
    Array predictions =
        run(select(targets.rest()), batchSize).entrySet().iterator().next().getValue();
    // A model that passes the predictions through.
    Model identity = Model.sequential(predictions.shape().tail()).build();
    DType type = predictions.type();
    try (Trainer trainer =
        Trainer.builder(identity).type(type).loss(loss, metrics.toArray(Metric[]::new)).build()) {
      return trainer.evaluate(
          Dataset.of(predictions, LayeredModel.fitting(targets.first(), loss, type)), batchSize);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
