package io.github.lmu4j.cli;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LstmCell;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.cells.StackedCells;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.layers.Rnn;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.ScanMethod;
import io.github.lmu4j.train.optimizers.Clipping;
import io.github.lmu4j.train.optimizers.OneCycle;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import java.util.Locale;
import org.tensorflow.ndarray.Shape;

/**
 * The networks that foretell the Mackey-Glass series, each of about 18,000 parameters, and how they
 * are trained. Every number was chosen by the error on the validation series.
 *
 * @see <a
 *     href="https://papers.nips.cc/paper/2019/hash/952285b9b7e7a1be5aa7849f32ffff05-Abstract.html">
 *     Voelker, Kajic, Eliasmith 2019, section 3.3</a>
 */
enum MackeyGlassRecipe {
  /** Four LMUs of order 4 over 4 steps, with 49 hidden units each; 18,246 parameters. */
  LMU(20, 1e-2) {
    @Override
    Model model() {
      return stack(lmu(49), lmu(49), lmu(49), lmu(49));
    }
  },
  /** LMU and LSTM in turns, of 40 and of 25 units; 17,980 parameters. */
  HYBRID(20, 1e-2) {
    @Override
    Model model() {
      return stack(lmu(40), LstmCell.of(25), lmu(40), LstmCell.of(25));
    }
  },
  /** One memory of order 24 over 24 steps and two layers of 150 and 90 units; 17,582 parameters. */
  PARALLEL(40, 2e-2) {
    @Override
    Model model() {
      return Model.sequential(SEQUENCE)
          .name("mackey_glass_parallel")
          .add(
              "lmu",
              LmuFeedforward.builder(1, 24, 24)
                  .hiddenCell(DenseCell.of(150, Activation.GELU))
                  .inputToHidden()
                  .returnSequences()
                  .build())
          .add("hidden", Dense.of(90, Activation.GELU))
          .add("forecast", Dense.of(1))
          .build();
    }
  },
  /** Four LSTMs of 25 units, for comparison; 18,026 parameters. */
  LSTM(20, 1e-2) {
    @Override
    Model model() {
      return stack(LstmCell.of(25), LstmCell.of(25), LstmCell.of(25), LstmCell.of(25));
    }
  };

  /** Any number of steps of one value. */
  private static final Shape SEQUENCE = Shape.of(Shape.UNKNOWN_SIZE, 1);

  private final int epochs;
  private final double rate;

  MackeyGlassRecipe(int epochs, double rate) {
    this.epochs = epochs;
    this.rate = rate;
  }

  int epochs() {
    return epochs;
  }

  /** The network, from (steps, 1) to a forecast for each step. */
  abstract Model model();

  /** The optimizer for a number of steps in all. */
  OptimizerConfig optimizer(long steps) {
    return OptimizerConfig.adam(rate)
        .withLearningRate(new OneCycle(rate, steps, 0.2, 10, 1e3))
        .withClipping(new Clipping.ByGlobalNorm(1));
  }

  /** One loop over all cells, which XLA compiles: their products are small. */
  Model stack(Cell... cells) {
    return Model.sequential(SEQUENCE)
        .name("mackey_glass_" + this)
        .add(
            "stack", Rnn.of(StackedCells.of(cells)).returningSequences().withMethod(ScanMethod.XLA))
        .add("forecast", Dense.of(1))
        .build();
  }

  private static Cell lmu(int units) {
    return LmuCell.builder(1, 4, 4)
        .hiddenCell(SimpleRnnCell.of(units))
        .hiddenToMemory()
        .memoryToMemory()
        .inputToHidden()
        .build();
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
