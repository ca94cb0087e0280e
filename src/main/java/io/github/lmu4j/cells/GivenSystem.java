package io.github.lmu4j.cells;

import io.github.lmu4j.math.DiscreteStateSpace;
import io.github.lmu4j.math.Matrix;
import io.github.lmu4j.ops.Constants;
import io.github.lmu4j.weights.WeightScope;
import io.github.lmu4j.weights.WeightSpec;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The matrices of a memory's step, {@code m' = A m + B u}, by value instead of by order, theta and
 * discretizer; each may be learned.
 *
 * <p>What is learned becomes a weight, {@code A} of shape (order, order) or {@code B} of shape
 * (order, 1), that begins with the given values.
 *
 * @param matrices A and B
 * @param learnA whether A is trained
 * @param learnB whether B is trained
 */
public record GivenSystem(DiscreteStateSpace matrices, boolean learnA, boolean learnB) {

  /**
   * Matrices that stay as they are.
   *
   * @param matrices A and B
   * @return the system
   */
  public static GivenSystem fixed(DiscreteStateSpace matrices) {
    return new GivenSystem(matrices, false, false);
  }

  /**
   * Tells whether anything is trained.
   *
   * @return whether A or B is
   */
  public boolean isLearned() {
    return learnA || learnB;
  }

  /**
   * Adds what is learned to a graph.
   *
   * @return A transposed and below it B, (order + 1, order)
   */
  <T extends TFloating> Operand<T> build(WeightScope<T> weights) {
    Ops tf = weights.ops();
    return tf.concat(
        List.of(
            transposed(weights, "A", matrices.a(), learnA),
            transposed(weights, "B", matrices.b(), learnB)),
        tf.constant(0));
  }

  private static <T extends TFloating> Operand<T> transposed(
      WeightScope<T> weights, String name, Matrix values, boolean learned) {
    Ops tf = weights.ops();
    if (!learned) {
      return Constants.of(tf, weights.type(), values.transpose());
    }
    WeightSpec spec = WeightSpec.of((shape, random) -> values.toArray());
    Operand<T> weight = weights.add(name, Shape.of(values.rows(), values.columns()), spec);
    return tf.linalg.transpose(weight, tf.constant(new int[] {1, 0}));
  }
}
