package io.github.lmu4j.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TFloating;

/**
 * Computes where a memory stands at the start of every block: {@code s_0 = 0}, {@code s_(i+1) = s_i
 * P + x_i}.
 *
 * <p>The gradient by x is the same chain from the other end: {@code x'_i = s'_(i+1) + x'_(i+1)
 * P^T}. P, made of constants, gets none.
 */
final class BlockChain {

  private BlockChain() {}

  /**
   * Adds the chain to a graph.
   *
   * @param x what each block adds, shape (blocks, rows, order)
   * @param p how memory runs on through a block, shape (order, order)
   * @param blocks the number of blocks
   * @return the starts of the blocks, shape (blocks, rows, order)
   */
  @SuppressWarnings("unchecked")
  static <T extends TFloating> Operand<T> starts(Ops tf, Operand<T> x, Operand<T> p, int blocks) {
    return (Operand<T>)
        CustomGradient.define(
                tf,
                List.of(x, p),
                List.of(unrolled(tf, x, p, blocks, false)),
                (ops, inputs, outputs, gradients) ->
                    List.of(
                        unrolled(
                            ops,
                            (Operand<T>) gradients.get(0),
                            (Operand<T>) inputs.get(1),
                            blocks,
                            true),
                        ops.zerosLike(inputs.get(1))))
            .get(0);
  }

  private static <T extends TFloating> Operand<T> unrolled(
      Ops tf, Operand<T> x, Operand<T> p, int blocks, boolean backward) {
    List<Operand<T>> parts = new ArrayList<>(tf.unstack(x, (long) blocks).output());
    if (backward) {
      Collections.reverse(parts);
    }
    List<Operand<T>> starts = new ArrayList<>();
    starts.add(tf.zerosLike(parts.get(0)));
    for (int i = 1; i < blocks; i++) {
      Operand<T> added = parts.get(i - 1);
      starts.add(
          i == 1
              ? added
              : tf.math.add(
                  tf.linalg.matMul(starts.get(i - 1), p, MatMul.transposeB(backward)), added));
    }
    if (backward) {
      Collections.reverse(starts);
    }
    return tf.stack(starts);
  }
}
