package io.github.lmu4j.cli;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.model.Input;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.train.Dataset;
import io.github.lmu4j.train.Objective;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.TrainerBuilder;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.DType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model that was rebuilt from its layers, and can be trained. */
final class LayeredModel implements OpenModel {

  private final LoadedModel loaded;

  LayeredModel(LoadedModel loaded) {
    this.loaded = loaded;
  }

  private List<String> inputNames() {
    return loaded.model().inputs().stream().map(Input::name).toList();
  }

  @Override
  public Map<String, Array> predict(NamedArrays inputs, int batchSize) throws IOException {
    Map<String, Array> selected = inputs.inOrder("x", inputNames()).arrays();
    List<String> names = loaded.model().outputNames();
    try (Predictor predictor = Predictor.of(loaded.model(), loaded.weights(), loaded.type())) {
      return Batches.run(
          selected,
          batchSize,
          batch -> {
            List<Array> outputs = predictor.predict(new ArrayList<>(batch.values()));
            Map<String, Array> named = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
              named.put(names.get(i), outputs.get(i));
            }
            return named;
          });
    }
  }

  @Override
  public Map<String, Double> evaluate(
      NamedArrays data, int batchSize, Loss loss, List<Metric> metrics) throws IOException {
    Dataset dataset = dataset(data, loss);
    try (Trainer trainer = trainer(loss, metrics).build()) {
      return trainer.evaluate(dataset, batchSize);
    }
  }

  /** Begins a trainer with the file's weights and one loss for every output. */
  TrainerBuilder trainer(Loss loss, List<Metric> metrics) {
    Model model = loaded.model();
    Objective[] objectives = new Objective[model.outputs().size()];
    java.util.Arrays.setAll(objectives, i -> Objective.of(loss, metrics.toArray(Metric[]::new)));
    return Trainer.builder(model)
        .type(loaded.type())
        .weights(loaded.weights())
        .objectives(objectives);
  }

  /** The inputs and targets that a file has for this model. */
  Dataset dataset(NamedArrays data, Loss loss) throws IOException {
    NamedArrays.Selection targets = data.inOrder("y", loaded.model().outputNames());
    List<Array> inputs = targets.rest().inOrder("x", inputNames()).list();
    return Dataset.of(
        inputs.stream().map(input -> input.cast(loaded.type())).toList(),
        targets.list().stream().map(target -> fitting(target, loss, loaded.type())).toList());
  }

  /** Targets of the dtype that a loss wants. */
  static Array fitting(Array targets, Loss loss, DType type) {
    return loss.isSparse() ? Array.of(targets.shape(), targets.toInts()) : targets.cast(type);
  }

  @Override
  public void close() {}
}
