package io.github.lmu4j.cli;

import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.model.Input;
import io.github.lmu4j.model.Predictor;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.ndarray.Shape;

/** How far a model's outputs move when its weights do, for random inputs in [0, 1). */
record HalfOutputs(double largestChange, double largest) {

  /** Examples, and steps where a length is free. */
  private static final int SIZE = 16;

  static HalfOutputs of(LoadedModel model, Weights changed) {
    List<Array> inputs = inputs(model);
    List<Array> before = predict(model, model.weights(), inputs);
    List<Array> after = predict(model, changed, inputs);
    double change = 0;
    double largest = 0;
    for (int i = 0; i < before.size(); i++) {
      for (int j = 0; j < before.get(i).size(); j++) {
        double value = before.get(i).doubleAt(j);
        change = Math.max(change, Math.abs(after.get(i).doubleAt(j) - value));
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return new HalfOutputs(change, largest);
  }

  private static List<Array> predict(LoadedModel model, Weights weights, List<Array> inputs) {
    try (Predictor predictor =
        Predictor.of(model.model(), weights.cast(model.type()), model.type())) {
      return predictor.predict(inputs);
    }
  }

  private static List<Array> inputs(LoadedModel model) {
    SplittableRandom random = new SplittableRandom(0);
    List<Array> inputs = new ArrayList<>();
    for (Input input : model.model().inputs()) {
      long[] sizes = input.shape().prepend(input.batchSize()).asArray();
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = sizes[i] == Shape.UNKNOWN_SIZE ? SIZE : sizes[i];
      }
      Shape shape = Shape.of(sizes);
      double[] values = random.doubles(shape.size()).toArray();
      inputs.add(Array.of(shape, values).cast(model.type()));
    }
    return inputs;
  }
}
