package io.github.lmu4j.train;

import io.github.lmu4j.weights.Array;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * What samples of a class count.
 *
 * @param byClass weight by class number; classes without a number count 1
 */
record ClassWeights(Map<Integer, Double> byClass) {

  /**
   * Gives each sample the weight of its class.
   *
   * @param batch samples with one target and without weights
   * @param sparse whether targets are class numbers, not distributions
   * @return the same samples with weights
   * @throws IllegalArgumentException if there are several targets, or weights already
   */
  Batch apply(Batch batch, boolean sparse) {
    if (byClass.isEmpty()) {
      return batch;
    }
    if (batch.targets().size() != 1) {
      throw new IllegalArgumentException(
          "class weights need a model with one output (got %d)".formatted(batch.targets().size()));
    }
    if (!batch.sampleWeights().isEmpty()) {
      throw new IllegalArgumentException(
          "samples are weighted by class or one by one, not both (got class weights %s)"
              .formatted(byClass));
    }
    Array target = batch.targets().get(0);
    return new Batch(batch.inputs(), batch.targets(), List.of(weights(target, sparse)));
  }

  private Array weights(Array target, boolean sparse) {
    Shape shape = target.shape();
    boolean numbers = sparse || shape.numDimensions() < 2;
    int classes = numbers ? 1 : Math.toIntExact(shape.get(-1));
    float[] weights = new float[target.size() / classes];
    for (int i = 0; i < weights.length; i++) {
      int label = classes == 1 ? (int) Math.round(target.doubleAt(i)) : largest(target, i, classes);
      weights[i] = byClass.getOrDefault(label, 1.0).floatValue();
    }
    return Array.of(numbers ? shape : shape.take(shape.numDimensions() - 1), weights);
  }

  private static int largest(Array target, int row, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (target.doubleAt(row * classes + i) > target.doubleAt(row * classes + best)) {
        best = i;
      }
    }
    return best;
  }
}
