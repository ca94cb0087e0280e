package io.github.lmu4j.cells;

import io.github.lmu4j.weights.NonNeg;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The weight {@code theta_inv = 1 / theta} of a memory whose window is learned: the discrete system
 * is smooth in it, and it may reach zero, an infinite window, but not fall below.
 */
public final class ThetaInverse {

  private ThetaInverse() {}

  /**
   * Adds the weight to a graph.
   *
   * @param <T> dtype
   * @param weights scope of the cell or layer
   * @param theta length of the window at first, in time steps
   * @return a scalar
   */
  public static <T extends TFloating> Operand<T> add(WeightScope<T> weights, double theta) {
    WeightSpec spec =
        WeightSpec.of((shape, random) -> new double[] {1 / theta})
            .constrainedBy(Optional.of(new NonNeg()));
    return weights.add("theta_inv", Shape.scalar(), spec);
  }
}
