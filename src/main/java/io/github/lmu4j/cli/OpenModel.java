package io.github.lmu4j.cli;

import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A model file that is ready to run, whatever its format. */
sealed interface OpenModel extends AutoCloseable permits LayeredModel, SignatureModel {

  /** Runs the model batch by batch: the outputs by their names, in the model's order. */
  Map<String, Array> predict(NamedArrays inputs, int batchSize) throws IOException;

  /** Loss and metrics: of each output as Keras gives them, targets being named like outputs. */
  Map<String, Double> evaluate(NamedArrays data, int batchSize, Loss loss, List<Metric> metrics)
      throws IOException;

  @Override
  void close();
}
