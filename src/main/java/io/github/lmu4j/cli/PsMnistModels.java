package io.github.lmu4j.cli;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LmuCellBuilder;
import io.github.lmu4j.cells.RecurrentWeights;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Dropout;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Precision;
import io.github.lmu4j.weights.Ones;
import io.github.lmu4j.weights.VarianceScaling;
import io.github.lmu4j.weights.WeightSpec;
import io.github.lmu4j.weights.Zeros;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/** The networks that the papers trained on permuted sequential MNIST. */
final class PsMnistModels {

  /** Pixels of an image, one a time step. */
  static final int STEPS = 784;

  /** Kinds of digits. */
  static final int CLASSES = 10;

  /** Order of the recurrent networks' memory. */
  private static final int ORDER = 256;

  /** Hidden units of the recurrent networks. */
  private static final int UNITS = 212;

  private PsMnistModels() {}

  /**
   * The parallel LMU: a memory of order 468 over the whole image, a hidden layer of 346 units, and
   * a linear read-out; 165,745 parameters.
   *
   * @param dropout part of the hidden units that is dropped in training
   * @return a model from (784, 1) to 10 logits
   * @see <a href="https://proceedings.mlr.press/v139/chilkuri21a.html">Chilkuri and Eliasmith 2021,
   *     section 4.1</a>
   */
  static Model parallel(double dropout) {
    return Model.sequential(Shape.of(STEPS, 1))
        .name("psmnist_parallel")
        .add(
            "lmu",
            LmuFeedforward.builder(1, 468, STEPS)
                .hiddenCell(DenseCell.of(346, Activation.GELU))
                .precision(Precision.KERAS)
                .build())
        .add("dropout", new Dropout(dropout))
        .add("logits", Dense.of(CLASSES))
        .build();
  }

  /**
   * The recurrent LMU: a memory of order 256 over the whole image, fed by the pixel, the hidden
   * state and itself, 212 hidden units that see pixel and memory, and a linear read-out; 102,027
   * parameters.
   *
   * <p>At first only the pixel feeds the memory and only the memory the hidden units, as published.
   *
   * @return a model from (784, 1) to 10 logits
   * @see <a
   *     href="https://papers.nips.cc/paper/2019/hash/952285b9b7e7a1be5aa7849f32ffff05-Abstract.html">
   *     Voelker, Kajic, Eliasmith 2019, section 3.2</a>
   */
  static Model recurrent() {
    return Model.sequential(Shape.of(STEPS, 1))
        .name("psmnist_recurrent")
        .add("lmu", Lmu.of(memory().hiddenToMemory().memoryToMemory().build()))
        .add("logits", Dense.of(CLASSES))
        .build();
  }

  /**
   * The recurrent LMU of NengoDL's example: as {@link #recurrent()}, but only the pixel feeds the
   * memory and the read-out has no bias; 101,549 parameters.
   *
   * @return a model from (784, 1) to 10 logits
   * @see <a href="https://www.nengo.ai/nengo-dl/examples/lmu.html">NengoDL, Legendre Memory Units
   *     in NengoDL</a>
   */
  static Model nengoDl() {
    return Model.sequential(Shape.of(STEPS, 1))
        .name("psmnist_nengodl")
        .add("lmu", Lmu.of(memory().build()))
        .add("logits", Dense.builder(CLASSES).withoutBias().build())
        .build();
  }

  /** The memory with its hidden units, before anything is fed back into it. */
  private static LmuCellBuilder memory() {
    RecurrentWeights hidden =
        new RecurrentWeights(
            WeightSpec.of(new SplitRows(VarianceScaling.glorotNormal(), ORDER, new Zeros())),
            WeightSpec.of(new Zeros()),
            WeightSpec.of(new Zeros()),
            false,
            0,
            0);
    return LmuCell.builder(1, ORDER, STEPS)
        .hiddenCell(new SimpleRnnCell(UNITS, Activation.TANH, hidden))
        .inputToHidden()
        .kernel(Optional.of(WeightSpec.of(new SplitRows(new Ones(), 1, new Zeros()))))
        .recurrentKernel(WeightSpec.of(new Zeros()));
  }
}
