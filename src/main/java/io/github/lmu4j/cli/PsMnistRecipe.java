package io.github.lmu4j.cli;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.train.optimizers.Clipping;
import io.github.lmu4j.train.optimizers.OneCycle;
import io.github.lmu4j.train.optimizers.OptimizerConfig;

/**
 * How each psMNIST network is trained. The parallel network's numbers were chosen by the accuracy
 * on the last 10,000 training images after training on the other 50,000; those of the recurrent
 * networks, which train for many times as long, were set beforehand and not tuned.
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
  },
  /** The recurrent LMU of Voelker, Kajic and Eliasmith 2019. */
  RECURRENT(10, 100) {
    @Override
    Model model() {
      return PsMnistModels.recurrent();
    }

    @Override
    OptimizerConfig optimizer(long steps) {
      return recurrentOptimizer(steps);
    }
  },
  /** The recurrent LMU of NengoDL's example, whose memory is fed by the pixel alone. */
  NENGODL(6, 100) {
    @Override
    Model model() {
      return PsMnistModels.nengoDl();
    }

    @Override
    OptimizerConfig optimizer(long steps) {
      return recurrentOptimizer(steps);
    }
  };

  private final int epochs;
  private final int batchSize;

  PsMnistRecipe(int epochs, int batchSize) {
    this.epochs = epochs;
    this.batchSize = batchSize;
  }

  /** Adam, whose gradients through 784 steps are bounded. */
  private static OptimizerConfig recurrentOptimizer(long steps) {
    return OptimizerConfig.adam(2e-3)
        .withLearningRate(new OneCycle(2e-3, steps))
        .withClipping(new Clipping.ByGlobalNorm(1));
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
