package io.github.lmu4j.cli;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.weights.Array;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.tensorflow.ndarray.Shape;

/** The pieces of work that {@code bench} times, the same that the Python side times. */
enum Workload {
  /** The parallel LMU of psMNIST: the last output of a long sequence. */
  PARALLEL_PSMNIST(100) {
    @Override
    Model model() {
      return Model.sequential(Shape.of(784, 1))
          .add(
              LmuFeedforward.builder(1, 468, 784)
                  .hiddenCell(DenseCell.of(346, Activation.RELU))
                  .inputToHidden()
                  .build())
          .add(Dense.of(10))
          .build();
    }

    @Override
    Loss loss() {
      return new SparseCategoricalCrossentropy(true);
    }
  },
  /** A whole sequence of outputs. */
  PARALLEL_SEQUENCES(32) {
    @Override
    Model model() {
      return sequences(784, 256, 128);
    }
  },
  /** A long sequence of outputs. */
  PARALLEL_LONG(8) {
    @Override
    Model model() {
      return sequences(4096, 128, 64);
    }
  },
  /** Many channels, of which the last memory is read. */
  MULTICHANNEL(16) {
    @Override
    Model model() {
      return Model.sequential(Shape.of(512, 32))
          .add(LmuFeedforward.builder(32, 256, 784).build())
          .add(Dense.of(2))
          .build();
    }
  };

  private final int batchSize;

  Workload(int batchSize) {
    this.batchSize = batchSize;
  }

  abstract Model model();

  Loss loss() {
    return Loss.named("mse");
  }

  int batchSize() {
    return batchSize;
  }

  private static Model sequences(int steps, int order, int units) {
    return Model.sequential(Shape.of(steps, 1))
        .add(LmuFeedforward.builder(1, order, steps).returnSequences().build())
        .add(Dense.of(units, Activation.RELU))
        .add(Dense.of(1))
        .build();
  }

  /** Random inputs for some batches. */
  Array inputs(int batches) {
    return random(model().inputs().get(0).shape().prepend((long) batches * batchSize));
  }

  /** Random targets for some batches. */
  Array targets(int batches) {
    long[] sizes = model().outputShapes().get(0).asArray();
    sizes[0] = (long) batches * batchSize;
    if (!loss().isSparse()) {
      return random(Shape.of(sizes));
    }
    Random random = new Random(1);
    int[] classes = new int[batches * batchSize];
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

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
