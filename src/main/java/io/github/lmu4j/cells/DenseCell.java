package io.github.lmu4j.cells;

import io.github.lmu4j.ops.Activation;
import io.github.lmu4j.ops.Pass;
import io.github.lmu4j.ops.Signal;
import io.github.lmu4j.weights.Constraint;
import io.github.lmu4j.weights.Initializer;
import io.github.lmu4j.weights.Regularizer;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * An affine map and an activation: {@code y = activation(x kernel + bias)}.
 *
 * <p>Shapes: x (..., inputSize); y (..., units), or half of it if the activation is GLU. As a
 * hidden cell its output counts as its state, so that an LMU can feed it back; the step itself does
 * not look at it.
 *
 * @param units number of columns of the kernel, at least 1
 * @param activation applied last
 * @param useBias whether there is a bias
 * @param kernelInitializer first value of the kernel (inputSize, units)
 * @param biasInitializer first value of the bias (units)
 * @param kernelRegularizer loss term of the kernel
 * @param biasRegularizer loss term of the bias
 * @param kernelConstraint projection of the kernel
 * @param biasConstraint projection of the bias
 */
public record DenseCell(
    int units,
    Activation activation,
    boolean useBias,
    Initializer kernelInitializer,
    Initializer biasInitializer,
    Optional<Regularizer> kernelRegularizer,
    Optional<Regularizer> biasRegularizer,
    Optional<Constraint> kernelConstraint,
    Optional<Constraint> biasConstraint)
    implements Cell {

  /** Checks the size. */
  public DenseCell {
    if (units < 1) {
      throw new IllegalArgumentException("units must be at least 1 (got %d)".formatted(units));
    }
    activation.outputSize(units);
  }

  /**
   * A map with Keras' defaults otherwise.
   *
   * @param units size of the output
   * @param activation applied last
   * @return the cell
   */
  public static DenseCell of(int units, Activation activation) {
    return builder(units).activation(activation).build();
  }

  /**
   * Begins a map with Keras' defaults.
   *
   * @param units size of the output
   * @return a builder
   */
  public static DenseBuilder<DenseCell> builder(int units) {
    return new DenseBuilder<>(units, UnaryOperator.identity());
  }

  @Override
  public List<Integer> stateSizes(int inputSize) {
    return List.of(outputSize(inputSize));
  }

  @Override
  public int outputSize(int inputSize) {
    return activation.outputSize(units);
  }

  @Override
  public boolean isRecurrent() {
    return false;
  }

  @Override
  public <T extends TFloating> CellFunction<T> build(WeightScope<T> weights, int inputSize) {
    Operand<T> kernel =
        weights.add(
            "kernel",
            Shape.of(inputSize, units),
            WeightSpec.of(kernelInitializer)
                .regularizedBy(kernelRegularizer)
                .constrainedBy(kernelConstraint));
    List<Operand<T>> parameters =
        useBias
            ? List.of(
                kernel,
                weights.add(
                    "bias",
                    Shape.of(units),
                    WeightSpec.of(biasInitializer)
                        .regularizedBy(biasRegularizer)
                        .constrainedBy(biasConstraint)))
            : List.of(kernel);
    return new Function<>(activation, parameters);
  }

  private record Function<T extends TFloating>(Activation activation, List<Operand<T>> weights)
      implements CellFunction<T> {

    @Override
    public Parameters<T> parameters(Ops tf, Operand<TInt64> batch, Pass pass) {
      return Parameters.of(weights);
    }

    @Override
    public Operand<T> project(Ops tf, Signal<T> input, Parameters<T> parameters) {
      Operand<T> product = input.times(tf, parameters.get(0));
      Operand<T> sum = parameters.size() > 1 ? tf.math.add(product, parameters.get(1)) : product;
      return activation.apply(tf, sum);
    }

    @Override
    public Step<T> step(
        Ops tf, Operand<T> projected, List<Operand<T>> states, Parameters<T> parameters) {
      return new Step<>(projected, List.of(projected));
    }
  }
}
