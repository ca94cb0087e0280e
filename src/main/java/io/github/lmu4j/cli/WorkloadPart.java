package io.github.lmu4j.cli;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.weights.Array;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * One model and batch of a workload.
 *
 * @param suffix tells the part's timings from those of others
 * @param model what is trained and run
 * @param loss what training makes small
 * @param batchSize samples a step
 * @param modes what is timed
 * @param operations floating-point operations that the definition takes for the output of one
 *     sample, where they are mostly matrix products
 */
record WorkloadPart(
    String suffix,
    Model model,
    Loss loss,
    int batchSize,
    Set<Mode> modes,
    OptionalDouble operations) {

  /** Different batches, so that no step repeats the one before. */
  static final int BATCHES = 4;

  /** What is timed. */
  enum Mode {
    /** Forward, gradients and Adam's update. */
    TRAIN,
    /** The outputs. */
    INFER,
    /** One sample of each stream, the states being kept. */
    STEP
  }

  static WorkloadPart of(Model model, Loss loss, int batchSize) {
    return new WorkloadPart(
        "", model, loss, batchSize, Set.of(Mode.TRAIN, Mode.INFER), OptionalDouble.empty());
  }

  /** Streams side by side. */
  static WorkloadPart ofStreams(String suffix, Model model, int streams) {
    return new WorkloadPart(
        suffix,
        model,
        new SparseCategoricalCrossentropy(true),
        streams,
        Set.of(Mode.STEP),
        OptionalDouble.empty());
  }

  WorkloadPart withOperations(double value) {
    return new WorkloadPart(suffix, model, loss, batchSize, modes, OptionalDouble.of(value));
  }

  /** Random inputs, one batch after the other. */
  Array inputs() {
    return random(model.inputs().get(0).shape().prepend((long) BATCHES * batchSize));
  }

  /** Random inputs, batch by batch. */
  List<Array> inputBatches() {
    Array all = inputs();
    return IntStream.range(0, BATCHES)
        .mapToObj(i -> IntStream.range(i * batchSize, (i + 1) * batchSize).toArray())
        .map(all::rows)
        .toList();
  }

  /** Random targets, one batch after the other. */
  Array targets() {
    long[] sizes = model.outputShapes().get(0).asArray();
    sizes[0] = (long) BATCHES * batchSize;
    if (!loss.isSparse()) {
      return random(Shape.of(sizes));
    }
    Random random = new Random(1);
    int[] classes = new int[BATCHES * batchSize];
    Arrays.setAll(classes, i -> random.nextInt((int) sizes[1]));
    return Array.of(Shape.of(classes.length), classes);
  }

  private static Array random(Shape shape) {
    Random random = new Random(0);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Array.of(shape, values);
  }
}
