package io.github.lmu4j.cli;

import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Dropout;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import org.tensorflow.ndarray.Shape;

/** The networks that the papers trained on permuted sequential MNIST. */
final class PsMnistModels {

  /** Pixels of an image, one a time step. */
  static final int STEPS = 784;

  /** Kinds of digits. */
  static final int CLASSES = 10;

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
                .build())
        .add("dropout", new Dropout(dropout))
        .add("logits", Dense.of(CLASSES))
        .build();
  }
}
