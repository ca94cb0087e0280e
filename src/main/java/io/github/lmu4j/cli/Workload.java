package io.github.lmu4j.cli;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.layers.Rnn;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.ScanMethod;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/** The pieces of work that {@code bench} times, the same that the Python side times. */
enum Workload {
  /** The parallel LMU of psMNIST: the last output of a long sequence. */
  PARALLEL_PSMNIST {
    @Override
    List<WorkloadPart> parts() {
      Model model =
          Model.sequential(Shape.of(784, 1))
              .add(
                  LmuFeedforward.builder(1, 468, 784)
                      .hiddenCell(DenseCell.of(346, Activation.RELU))
                      .inputToHidden()
                      .build())
              .add(Dense.of(10))
              .build();
      return List.of(WorkloadPart.of(model, CLASSES, 100));
    }
  },
  /** The recurrent LMU of psMNIST, of a whole batch and of one sequence. */
  RECURRENT_PSMNIST {
    @Override
    List<WorkloadPart> parts() {
      Model model =
          Model.sequential(Shape.of(784, 1)).add(Lmu.of(recurrent(784))).add(Dense.of(10)).build();
      // Of each step: A and B, the encoders, the hidden units' kernels; in the end the classes.
      double products = 784.0 * (256 * 256 + 256 + (1 + 212 + 256) + (257 + 212) * 212) + 2120;
      WorkloadPart batch = WorkloadPart.of(model, CLASSES, 100).withOperations(2 * products);
      WorkloadPart single =
          new WorkloadPart(
              "_single",
              model.withBatchSize(1),
              CLASSES,
              1,
              Set.of(WorkloadPart.Mode.INFER),
              batch.operations());
      return List.of(batch, single);
    }
  },
  /** The same LMU on sequences of growing length, by the recomputing loop and by the usual one. */
  RECURRENT_LENGTH {
    @Override
    List<WorkloadPart> parts() {
      List<WorkloadPart> parts = new ArrayList<>();
      for (int steps = 1024; steps <= 16_384; steps *= 2) {
        parts.add(ofLength("_" + steps, steps, ScanMethod.RECOMPUTE));
        parts.add(ofLength("_auto_" + steps, steps, ScanMethod.AUTO));
      }
      return parts;
    }
  },
  /** A whole sequence of outputs. */
  PARALLEL_SEQUENCES {
    @Override
    List<WorkloadPart> parts() {
      return List.of(WorkloadPart.of(sequences(784, 256, 128), MSE, 32));
    }
  },
  /** A long sequence of outputs. */
  PARALLEL_LONG {
    @Override
    List<WorkloadPart> parts() {
      return List.of(WorkloadPart.of(sequences(4096, 128, 64), MSE, 8));
    }
  },
  /** Many channels, of which the last memory is read. */
  MULTICHANNEL {
    @Override
    List<WorkloadPart> parts() {
      Model model =
          Model.sequential(Shape.of(512, 32))
              .add(LmuFeedforward.builder(32, 256, 784).build())
              .add(Dense.of(2))
              .build();
      return List.of(WorkloadPart.of(model, MSE, 16));
    }
  },
  /** The delay network of spiking neurons: 10 s, and 100 s. */
  DELAY {
    @Override
    List<DirectPart> directParts() {
      return List.of(
          new DirectPart("run", () -> new DelayWork(10)),
          new DirectPart("run_100s", () -> new DelayWork(100)));
    }
  },
  /** One sample a call, of one stream and of many side by side. */
  STREAMING {
    @Override
    List<WorkloadPart> parts() {
      Model full = step(recurrent(784));
      Model small = step(recurrent(32, 784, 64));
      return List.of(
          WorkloadPart.ofStreams("", full, 1),
          WorkloadPart.ofStreams("_64", full, 64),
          WorkloadPart.ofStreams("_small", small, 1),
          WorkloadPart.ofStreams("_small_64", small, 64));
    }
  };

  private static final Loss CLASSES = new SparseCategoricalCrossentropy(true);
  private static final Loss MSE = Loss.named("mse");

  /** The models that are timed, in this order. */
  List<WorkloadPart> parts() {
    return List.of();
  }

  /** What else is timed. */
  List<DirectPart> directParts() {
    return List.of();
  }

  private static WorkloadPart ofLength(String suffix, int steps, ScanMethod method) {
    Model model =
        Model.sequential(Shape.of(steps, 1))
            .add(Rnn.of(recurrent(steps)).withMethod(method))
            .add(Dense.of(1))
            .build();
    return new WorkloadPart(
        suffix, model, MSE, 8, Set.of(WorkloadPart.Mode.TRAIN), OptionalDouble.empty());
  }

  /** The cell of NeurIPS 2019 with Keras' defaults: everything feeds everything. */
  private static LmuCell recurrent(int theta) {
    return recurrent(256, theta, 212);
  }

  private static LmuCell recurrent(int order, int theta, int units) {
    return LmuCell.builder(1, order, theta)
        .hiddenCell(SimpleRnnCell.of(units))
        .hiddenToMemory()
        .memoryToMemory()
        .inputToHidden()
        .build();
  }

  private static Model step(LmuCell cell) {
    return Model.sequential(Shape.of(1, 1)).add(Lmu.of(cell)).add(Dense.of(10)).build();
  }

  private static Model sequences(int steps, int order, int units) {
    return Model.sequential(Shape.of(steps, 1))
        .add(LmuFeedforward.builder(1, order, steps).returnSequences().build())
        .add(Dense.of(units, Activation.RELU))
        .add(Dense.of(1))
        .build();
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
