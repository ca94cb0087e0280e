package io.github.lmu4j.train;

import io.github.lmu4j.weights.Array;
import java.util.List;

/**
 * Samples for one step; the first axis of all arrays is the batch.
 *
 * @param inputs one array an input of the model
 * @param targets one array an output of the model; class numbers or arrays like the output
 * @param sampleWeights what each sample counts: one array an output, of shape (batch) or (batch,
 *     time), or none
 */
public record Batch(List<Array> inputs, List<Array> targets, List<Array> sampleWeights) {

  /** Takes copies of the lists and checks that all arrays have as many samples. */
  public Batch {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    sampleWeights = List.copyOf(sampleWeights);
    long size = inputs.get(0).shape().get(0);
    requireSize(size, inputs);
    requireSize(size, targets);
    requireSize(size, sampleWeights);
  }

  private static void requireSize(long size, List<Array> arrays) {
    for (Array array : arrays) {
      if (array.shape().numDimensions() == 0 || array.shape().get(0) != size) {
        throw new IllegalArgumentException(
            "all arrays must have %d samples, as the first input has (got %s)"
                .formatted(size, array));
      }
    }
  }

  /**
   * The number of samples.
   *
   * @return size of the first axis
   */
  public int size() {
    return Math.toIntExact(inputs.get(0).shape().get(0));
  }
}
