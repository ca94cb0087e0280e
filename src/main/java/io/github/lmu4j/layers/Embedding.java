package io.github.lmu4j.layers;

import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.RandomUniform;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * A vector for every whole number: (batch, time) becomes (batch, time, outputDim).
 *
 * <p>Numbers come in the model's floating dtype, as all inputs do, of which float32 holds whole
 * numbers up to 2^24. A number outside of the range fails when the model runs.
 *
 * @param inputDim how many numbers there are, from 0 on
 * @param outputDim size of a vector
 * @param maskZero whether 0 stands for a step that does not count
 * @param embeddings how the vectors begin and what holds them
 */
public record Embedding(int inputDim, int outputDim, boolean maskZero, WeightSpec embeddings)
    implements Layer {

  /** Checks the sizes. */
  public Embedding {
    Windows.requirePositive("input_dim", inputDim);
    Windows.requirePositive("output_dim", outputDim);
  }

  /**
   * Vectors that begin uniformly distributed, without a mask, as Keras has them by default.
   *
   * @param inputDim how many numbers there are, from 0 on
   * @param outputDim size of a vector
   */
  public Embedding(int inputDim, int outputDim) {
    this(inputDim, outputDim, false, WeightSpec.of(new RandomUniform(-0.05, 0.05)));
  }

  @Override
  public <T extends TFloating> LayerFunction<T> build(WeightScope<T> weights, List<Shape> inputs) {
    Operand<T> table = weights.add("embeddings", Shape.of(inputDim, outputDim), embeddings);
    return new EveryStep<>(
        (tf, signals, pass) -> {
          Operand<TInt64> numbers = tf.dtypes.cast(signals.get(0).value(tf), TInt64.class);
          Optional<Operand<TBool>> mask =
              maskZero ? Optional.of(tf.math.notEqual(numbers, tf.constant(0L))) : Optional.empty();
          return List.of(Signal.of(tf.gather(table, numbers, tf.constant(0)), mask));
        },
        2);
  }
}
