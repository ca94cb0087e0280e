package io.github.lmu4j.cli;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.train.optimizers.OneCycle;
import io.github.lmu4j.train.optimizers.OptimizerConfig;

/**
 * How each psMNIST network is trained. Every number was chosen by the accuracy on the last 10,000
 * training images after training on the other 50,000.
 */
enum PsMnistRecipe {
  /** The parallel LMU of Chilkuri and Eliasmith 2021. */
  PARALLEL(60, 100) {
    @Override
    Model model() {
      return PsMnistModels.parallel(0.5);
    }

    @Override
    OptimizerConfig optimizer(long steps) {
      return OptimizerConfig.adamW(3e-3, 0.05)
          .withLearningRate(new OneCycle(3e-3, steps))
          .withoutDecayOf("bias", "lmu/kernel");
    }
  };

  private final int epochs;
  private final int batchSize;

  PsMnistRecipe(int epochs, int batchSize) {
    this.epochs = epochs;
    this.batchSize = batchSize;
  }

  int epochs() {
    return epochs;
  }

  int batchSize() {
    return batchSize;
  }

  /** The network, with dropout where the recipe has it. */
  abstract Model model();

  /** The optimizer for a number of steps in all. */
  abstract OptimizerConfig optimizer(long steps);

  /** The part of each target that is spread over all classes. */
  double labelSmoothing() {
    return 0.1;
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
