package io.github.lmu4j.testing;

import io.github.lmu4j.cells.Cell;
import io.github.lmu4j.cells.DenseCell;
import io.github.lmu4j.cells.GruCell;
import io.github.lmu4j.cells.LmuCell;
import io.github.lmu4j.cells.LstmCell;
import io.github.lmu4j.cells.SimpleRnnCell;
import io.github.lmu4j.cells.StackedCells;
import io.github.lmu4j.layers.Concatenate;
import io.github.lmu4j.layers.Conv1D;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.layers.Layer;
import io.github.lmu4j.layers.LayerNormalization;
import io.github.lmu4j.layers.Lmu;
import io.github.lmu4j.layers.LmuFeedforward;
import io.github.lmu4j.layers.Masking;
import io.github.lmu4j.layers.Padding;
import io.github.lmu4j.layers.Rnn;
import io.github.lmu4j.math.Discretizer;
import io.github.lmu4j.model.FunctionalBuilder;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.model.ModelGraph;
import io.github.lmu4j.model.Value;
import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Each kind of model that runs along streams, of one number a step. */
public enum StreamCases {
  /** An LMU that is fed with everything it may be fed with. */
  LMU_WITH_EVERYTHING {
    @Override
    Layer[] layers() {
      return new Layer[] {Lmu.of(everything(SimpleRnnCell.of(6))), Dense.of(2)};
    }
  },
  /** Several channels, by Euler's method. */
  LMU_OF_CHANNELS {
    @Override
    Layer[] layers() {
      LmuCell cell =
          LmuCell.builder(3, 4, 12)
              .discretizer(Discretizer.EULER)
              .hiddenCell(DenseCell.of(5, Activation.TANH))
              .hiddenToMemory()
              .bias()
              .build();
      return new Layer[] {Lmu.of(cell).returningSequences(), Dense.of(2)};
    }
  },
  /** A learned theta. */
  LMU_WITH_TRAINED_THETA {
    @Override
    Layer[] layers() {
      LmuCell cell =
          LmuCell.builder(1, 6, 10).hiddenCell(SimpleRnnCell.of(4)).trainableTheta().build();
      return new Layer[] {Lmu.of(cell).returningSequences(), Dense.of(2)};
    }
  },
  /** An LSTM as the hidden cell. */
  LMU_WITH_LSTM {
    @Override
    Layer[] layers() {
      return new Layer[] {Lmu.of(everything(LstmCell.of(5))).returningSequences(), Dense.of(2)};
    }
  },
  /** A GRU as the hidden cell. */
  LMU_WITH_GRU {
    @Override
    Layer[] layers() {
      return new Layer[] {Lmu.of(everything(GruCell.of(5))), Dense.of(2)};
    }
  },
  /** A memory that feeds nothing back, and so runs in parallel over whole sequences. */
  PARALLEL_LMU {
    @Override
    Layer[] layers() {
      LmuFeedforward memory =
          LmuFeedforward.builder(1, 6, 8)
              .hiddenCell(DenseCell.of(4, Activation.RELU))
              .inputToHidden()
              .build();
      return new Layer[] {memory, Dense.of(2)};
    }
  },
  /** A bare memory whose sequence a Dense layer reads. */
  PARALLEL_MEMORY {
    @Override
    Layer[] layers() {
      return new Layer[] {
        LmuFeedforward.builder(2, 5, 9).returnSequences().build(),
        Dense.of(3, Activation.TANH),
        Dense.of(2)
      };
    }
  },
  /** A parallel memory with a recurrent hidden cell. */
  PARALLEL_LMU_WITH_GRU {
    @Override
    Layer[] layers() {
      LmuFeedforward memory =
          LmuFeedforward.builder(1, 6, 8).hiddenCell(GruCell.of(4)).returnSequences().build();
      return new Layer[] {memory, Dense.of(2)};
    }
  },
  /** Layers one upon the other, with a window and a norm between them. */
  STACKED_LAYERS {
    @Override
    Layer[] layers() {
      return new Layer[] {
        Conv1D.of(3, 4, Padding.CAUSAL, Activation.RELU),
        Lmu.of(everything(SimpleRnnCell.of(4))).returningSequences(),
        new LayerNormalization(),
        LmuFeedforward.builder(4, 3, 6).returnSequences().build(),
        Rnn.of(StackedCells.of(LstmCell.of(3), GruCell.of(4))),
        Dense.of(2)
      };
    }
  },
  /** Steps that a mask leaves out. */
  MASKED {
    @Override
    Layer[] layers() {
      return new Layer[] {
        new Dense(DenseCell.of(2, Activation.RELU)),
        new Masking(0),
        Rnn.of(GruCell.of(4)).returningSequences(),
        Dense.of(2)
      };
    }
  },
  /** Branches that meet again. */
  FUNCTIONAL {
    @Override
    public Model model(int steps) {
      FunctionalBuilder builder = Model.functional();
      Value x = builder.input("x", Shape.of(steps, 1));
      Value left = builder.add(Lmu.of(everything(SimpleRnnCell.of(4))).returningSequences(), x);
      Value right = builder.add(Conv1D.of(3, 3, Padding.CAUSAL, Activation.TANH), x);
      Value joined = builder.add(new Concatenate(), left, right, x);
      return builder.outputs(builder.add(Dense.of(2), joined)).build();
    }
  };

  private static LmuCell everything(Cell hidden) {
    return LmuCell.builder(1, 6, 10)
        .hiddenCell(hidden)
        .hiddenToMemory()
        .memoryToMemory()
        .inputToHidden()
        .build();
  }

  Layer[] layers() {
    return new Layer[0];
  }

  /**
   * The model.
   *
   * @param steps number of steps of whole sequences, or -1
   * @return a model of one number a step
   */
  public Model model(int steps) {
    var builder = Model.sequential(Shape.of(steps, 1));
    for (Layer layer : layers()) {
      builder.add(layer);
    }
    return builder.build();
  }

  /**
   * Its weights.
   *
   * @return the same at each call, in every process
   */
  public Weights weights() {
    return calm(weights(model(-1), 5));
  }

  /**
   * Other weights.
   *
   * @return weights that fit the model
   */
  public Weights otherWeights() {
    return calm(weights(model(-1), 6));
  }

  /** With weaker feedback: first weights let most memories that feed themselves grow for ever. */
  private static Weights calm(Weights first) {
    Map<String, Array> calm = new LinkedHashMap<>();
    first
        .values()
        .forEach((path, array) -> calm.put(path, path.endsWith("kernel") ? scaled(array) : array));
    return new Weights(calm);
  }

  private static Array scaled(Array array) {
    double[] values = array.toDoubles();
    Arrays.setAll(values, i -> values[i] / 4);
    return Array.of(array.shape(), values);
  }

  /**
   * First weights of a model, in float64.
   *
   * @param model the model
   * @param seed decides them
   * @return weights
   */
  public static Weights weights(Model model, long seed) {
    try (Graph graph = new Graph()) {
      return ModelGraph.build(model, graph, TFloat64.class, seed).weights().initialValues();
    }
  }
}
